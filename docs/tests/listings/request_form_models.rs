use fastrs::serde_json::json;
use fastrs::testing::{MultipartBody, TestClient};
use fastrs_book::request_form_models::*;

use crate::exchange::{answer, faults};

#[fastrs::test]
async fn a_form_makes_a_model_in_either_encoding() {
    let client = TestClient::new(tutorial001::app());
    let expected = (200, json!({ "username": "Foo", "password": "secret" }));
    let fields = [("username", "Foo"), ("password", "secret"), ("extra", "ignored")];
    assert_eq!(answer(client.post("/login/").form(fields)).await, expected);
    let body = MultipartBody::new().text("username", "Foo").text("password", "secret");
    assert_eq!(answer(client.post("/login/").multipart(body)).await, expected);
}

#[fastrs::test]
async fn a_strict_form_has_no_more_fields_than_its_model() {
    let client = TestClient::new(tutorial002::app());
    let fields = [("username", "Foo"), ("password", "secret"), ("extra", "extra")];
    let refused = answer(client.post("/login/").form(fields)).await;
    assert_eq!(faults(&refused), ["extra_forbidden body.extra"]);
}
