use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::extra_models::*;

#[fastrs::test]
async fn what_comes_in_is_not_what_goes_out() {
    let user = json!({ "username": "a", "password": "secret", "email": "a@example.com" });
    let answer = TestClient::new(tutorial001::app()).post("/user/").json(&user).await.assert_ok().value();
    assert_eq!(answer, json!({ "username": "a", "email": "a@example.com", "full_name": null }));
}

#[fastrs::test]
async fn lists_and_maps_are_answers() {
    let items = TestClient::new(tutorial004::app()).get("/items/").await.assert_ok().value();
    assert_eq!(items[1], json!({ "name": "Red", "description": "It's my aeroplane" }));
    let weights = TestClient::new(tutorial005::app()).get("/keyword-weights/").await.assert_ok().value();
    assert_eq!(weights, json!({ "foo": 2.3, "bar": 3.4 }));
}
