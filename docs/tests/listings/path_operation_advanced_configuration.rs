use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::path_operation_advanced_configuration::*;

fn read_items(app: fastrs::App) -> Value {
    TestClient::new(app).openapi()["paths"]["/items/"]["get"].clone()
}

#[fastrs::test]
async fn an_operation_is_called_as_it_says() {
    assert_eq!(read_items(tutorial001::app())["operationId"], "some_specific_id_you_define");
}

#[fastrs::test]
async fn the_app_names_its_operations() {
    assert_eq!(read_items(tutorial002::app())["operationId"], "read_items");
}

#[fastrs::test]
async fn what_is_hidden_is_served() {
    let client = TestClient::new(tutorial003::app());
    client.get("/items/").await.assert_ok();
    assert_eq!(client.openapi()["paths"], json!({}));
}

#[fastrs::test]
async fn an_operation_is_extended() {
    assert_eq!(read_items(tutorial005::app())["x-aperture-labs-portal"], "blue");
}

#[fastrs::test]
async fn a_body_of_ones_own_is_described_by_hand() {
    let client = TestClient::new(tutorial006::app());
    let body = b"this is actually not validated".to_vec();
    let answer: Value = client.post("/items/").body("text/plain", body).await.assert_ok().json();
    assert_eq!(answer["size"], 30);
    let content = &client.openapi()["paths"]["/items/"]["post"]["requestBody"]["content"];
    assert_eq!(content["application/json"]["schema"]["required"], json!(["name", "price"]));
    assert!(content.get("application/octet-stream").is_none());
}
