use fastrs::testing::TestClient;
use fastrs_book::response_status_code::*;

#[fastrs::test]
async fn the_attribute_names_the_status_of_a_success() {
    let answer = TestClient::new(tutorial001::app()).post("/items/?name=Lamp").await.assert_status(201);
    assert_eq!(answer.text(), r#"{"name":"Lamp"}"#);
}
