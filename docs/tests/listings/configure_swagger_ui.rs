use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::configure_swagger_ui::*;

/// The settings that the page hands to Swagger UI.
async fn parameters(app: fastrs::App) -> Value {
    let page = TestClient::new(app).get("/docs").await.assert_ok().text();
    let (_, rest) = page.split_once("data-parameters=\"").unwrap();
    let (escaped, _) = rest.split_once('"').unwrap();
    fastrs::serde_json::from_str(&escaped.replace("&quot;", "\"")).unwrap()
}

#[fastrs::test]
async fn swagger_ui_gets_its_settings() {
    assert_eq!(parameters(tutorial001::app()).await, json!({ "syntaxHighlight": false }));
    assert_eq!(parameters(tutorial002::app()).await, json!({ "syntaxHighlight": { "theme": "obsidian" } }));
    assert_eq!(parameters(tutorial003::app()).await, json!({ "deepLinking": false }));
}
