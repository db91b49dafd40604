//! The docs pages: what they load, and what their Content-Security-Policy lets them load.

use fastrs::prelude::*;
use fastrs::testing::TestClient;
use serde_json::{Value, json};

fn client(docs: Docs) -> TestClient {
    TestClient::new(App::new("Shop", "1.0.0").docs(docs))
}

async fn page(docs: Docs, path: &str) -> (String, String) {
    let page = client(docs).get(path).await.assert_ok();
    (page.text(), page.header("content-security-policy").unwrap().to_owned())
}

/// The value of an attribute, as the browser reads it.
fn attribute(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!(" {name}=\"")).unwrap_or_else(|| panic!("no {name}"));
    let (value, _) = rest.split_once('"').unwrap();
    let entities = [("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    entities.iter().fold(value.to_owned(), |text, (entity, c)| text.replace(entity, c))
}

#[fastrs::test]
async fn settings_reach_swagger_ui_whatever_stands_in_them() {
    let hostile = json!({ "theme": "\"></body><script>alert(1)</script>'&" });
    let docs = Docs::default()
        .swagger_parameters(json!({ "filter": true, "syntaxHighlight": hostile }))
        .swagger_parameters(json!({ "filter": false }))
        .swagger_oauth2(json!({ "clientId": "</script>", "usePkceWithAuthorizationCodeGrant": true }))
        .title("<b>Shop</b>");
    let (html, policy) = page(docs, "/docs").await;
    let parameters: Value = serde_json::from_str(&attribute(&html, "data-parameters")).unwrap();
    assert_eq!(parameters, json!({ "filter": false, "syntaxHighlight": hostile }));
    let login: Value = serde_json::from_str(&attribute(&html, "data-init-oauth")).unwrap();
    assert_eq!(login["clientId"], "</script>");
    assert!(!html.contains("<script>alert") && !html.contains("<b>Shop"));
    assert!(html.contains("<title>&lt;b&gt;Shop&lt;/b&gt; - Swagger UI</title>"));
    assert!(policy.contains("script-src 'self';"));
}

#[fastrs::test]
async fn another_origin_is_allowed_where_it_is_named_and_nowhere_else() {
    let docs = || {
        Docs::default()
            .swagger_assets("https://cdn.example.com/ui.js", "https://styles.example.com/ui.css")
            .redoc("//redoc.example.com/redoc.js")
            .favicon("https://img.example.com/icon.png")
    };
    let (html, policy) = page(docs(), "/docs").await;
    assert!(html.contains("<script src=\"https://cdn.example.com/ui.js\" defer>"));
    assert!(html.contains("<link rel=\"icon\" href=\"https://img.example.com/icon.png\">"));
    assert_eq!(
        policy,
        "default-src 'none'; script-src 'self' https://cdn.example.com; style-src 'self' https://styles.example.com; \
         connect-src 'self'; img-src 'self' data: blob: https://img.example.com; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    let (html, policy) = page(docs(), "/redoc").await;
    assert!(html.contains("<redoc spec-url=\"/openapi.json\"></redoc>"));
    assert!(html.contains("<title>Shop - ReDoc</title>"));
    assert!(policy.contains("script-src 'self' redoc.example.com;"));
    assert!(policy.contains("img-src 'self' data: https://img.example.com;"));
    let (_, policy) = page(docs(), "/docs/oauth2-redirect").await;
    assert!(!policy.contains("example.com"), "{policy}");
}

#[fastrs::test]
async fn an_address_cannot_write_the_policy() {
    let evil = "https://a.example; script-src * 'unsafe-inline'/x.js";
    let (_, policy) =
        page(Docs::default().swagger_assets(evil, evil).favicon(evil).redoc(evil), "/docs").await;
    assert!(!policy.contains('*') && !policy.contains("unsafe") && !policy.contains("a.example"), "{policy}");
}

#[fastrs::test]
async fn pages_below_a_root_path_name_their_files_below_it() {
    let client = TestClient::new(App::new("Shop", "1.0.0").root_path("/api/v1/"));
    for path in ["/docs", "/api/v1/docs"] {
        let html = client.get(path).await.assert_ok().text();
        assert_eq!(attribute(&html, "data-openapi-url"), "/api/v1/openapi.json");
        assert_eq!(attribute(&html, "data-oauth2-redirect-url"), "/api/v1/docs/oauth2-redirect");
        for address in html.split('"').filter(|part| part.contains("/assets/")) {
            client.get(address).await.assert_ok();
        }
    }
    let html = client.get("/redoc").await.assert_ok().text();
    assert_eq!(attribute(&html, "data-openapi-url"), "/api/v1/openapi.json");
    client.get("/api/v1/openapi.json").await.assert_ok();
}
