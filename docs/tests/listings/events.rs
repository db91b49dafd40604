use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::events::*;

#[fastrs::test]
async fn the_app_has_an_end() {
    let client = TestClient::new(tutorial002::app());
    assert_eq!(client.get("/items/").await.value(), json!([{ "name": "Foo" }]));
    client.stop().await;
}

#[fastrs::test]
async fn a_model_is_loaded_before_the_first_request() {
    let client = TestClient::new(tutorial003::app());
    assert_eq!(client.get("/predict?x=2").await.value(), json!({ "result": 84.0 }));
    client.stop().await;
}
