use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::custom_docs_ui::*;

#[fastrs::test]
async fn assets_of_a_cdn_are_loaded_and_allowed() {
    let client = TestClient::new(tutorial001::app());
    let page = client.get("/docs").await.assert_ok();
    assert!(page.text().contains("src=\"https://unpkg.com/swagger-ui-dist@5/swagger-ui-bundle.js\""));
    assert!(page.header("content-security-policy").unwrap().contains("script-src 'self' https://unpkg.com;"));
    let page = client.get("/redoc").await.assert_ok();
    assert!(page.text().contains("<redoc spec-url=\"/openapi.json\">"));
    assert!(page.header("content-security-policy").unwrap().contains("script-src 'self' https://unpkg.com;"));
}

#[fastrs::test]
async fn assets_of_ones_own_need_no_permission() {
    let client = TestClient::new(tutorial002::app());
    let page = client.get("/docs").await.assert_ok();
    assert!(page.text().contains("src=\"/static/swagger-ui-bundle.js\""));
    assert!(page.text().contains("href=\"/static/swagger-ui.css\""));
    assert!(page.header("content-security-policy").unwrap().contains("script-src 'self';"));
    assert!(client.get("/redoc").await.text().contains("src=\"/static/redoc.standalone.js\""));
    assert!(client.get("/docs/oauth2-redirect").await.text().contains("Swagger UI: OAuth2 Redirect"));
    let user: Value = client.get("/users/john").await.assert_ok().json();
    assert_eq!(user, json!({ "message": "Hello john" }));
}
