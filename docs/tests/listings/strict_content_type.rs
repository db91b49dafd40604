use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::strict_content_type::*;

#[fastrs::test]
async fn a_body_without_content_type_is_json() {
    let item = br#"{"name": "Foo", "price": 50.5}"#;
    let client = TestClient::new(tutorial001::app());
    let answer: Value = client.post("/items/").bytes(item.to_vec()).await.assert_ok().json();
    assert_eq!(answer, json!({ "name": "Foo", "price": 50.5 }));
    client.post("/items/").body("text/plain", item.to_vec()).await.assert_status(415);
    let strict = TestClient::new(tutorial001::app().strict_content_type(true));
    strict.post("/items/").bytes(item.to_vec()).await.assert_status(415);
}
