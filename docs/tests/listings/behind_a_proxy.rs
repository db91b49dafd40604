use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::behind_a_proxy::*;

async fn root_path(app: fastrs::App, path: &str) -> Value {
    TestClient::new(app).get(path).await.assert_ok().value()["root_path"].clone()
}

fn servers(app: fastrs::App) -> Value {
    TestClient::new(app).openapi()["servers"].clone()
}

#[fastrs::test]
async fn handlers_know_the_root_path() {
    assert_eq!(root_path(tutorial001::app(), "/app").await, "");
    assert_eq!(root_path(tutorial001::app().root_path("/api/v1"), "/app").await, "/api/v1");
    assert_eq!(root_path(tutorial002::app(), "/app").await, "/api/v1");
    // whether the proxy takes it off or not
    assert_eq!(root_path(tutorial002::app(), "/api/v1/app").await, "/api/v1");
}

#[fastrs::test]
async fn the_document_names_it_as_a_server() {
    let stag = json!({ "url": "https://stag.example.com", "description": "Staging environment" });
    let prod = json!({ "url": "https://prod.example.com", "description": "Production environment" });
    assert_eq!(servers(tutorial001::app()), Value::Null);
    assert_eq!(servers(tutorial002::app()), json!([{ "url": "/api/v1" }]));
    assert_eq!(servers(tutorial003::app()), json!([{ "url": "/api/v1" }, stag, prod]));
    assert_eq!(servers(tutorial004::app()), json!([stag, prod]));
}

#[fastrs::test]
async fn what_a_trusted_proxy_says_is_believed() {
    let client = TestClient::new(tutorial001_01::app());
    let request =
        client.get("/items/").header("host", "inside:8000").header("x-forwarded-for", "203.0.113.7");
    let request = request.header("x-forwarded-proto", "https").header("x-forwarded-host", "shop.example.com");
    let answer: Value = request.await.assert_ok().json();
    assert_eq!(answer, json!({ "next": "https://shop.example.com/items/?page=2", "client": "203.0.113.7" }));
}
