//! The endpoint of the first issue: path, query, header, bearer, body, typed errors.

use fastrs::prelude::*;
use fastrs::security::HttpBearer;
use fastrs::testing::TestClient;
use serde_json::{Value, json};

#[model(rename_all = "camelCase")]
#[derive(Debug, Clone)]
pub struct Item {
    #[field(min_length = 1, max_length = 80)]
    pub item_name: String,
    pub dims: Dims,
}

#[model]
#[derive(Debug, Clone)]
pub struct Dims {
    #[field(ge = 1)]
    pub w: u32,
    #[field(ge = 1)]
    pub h: u32,
}

#[derive(Debug, thiserror::Error, ApiError)]
pub enum ItemError {
    #[error("Item {0} not found")]
    #[status(404)]
    NotFound(u64),
    #[error("Name already taken")]
    #[status(409)]
    NameTaken,
}

/// Change an item.
#[patch("/items/{id}")]
async fn change_item(
    #[path(ge = 1)] id: u64,
    #[query(min_length = 3, max_length = 50)] q: Option<String>,
    #[header] x_request_tag: String,
    _token: HttpBearer,
    item: Item,
) -> Result<Item, ItemError> {
    let _ = (q, x_request_tag);
    match id {
        404 => Err(ItemError::NotFound(id)),
        409 => Err(ItemError::NameTaken),
        _ => Ok(item),
    }
}

fn client() -> TestClient {
    TestClient::new(App::new("Items", "1.0.0").routes(routes![change_item]))
}

fn good() -> Value {
    json!({ "itemName": "Lamp", "dims": { "w": 1, "h": 2 } })
}

#[fastrs::test]
async fn a_good_request_is_answered() {
    let response = client().patch("/items/7").bearer("t").header("x-request-tag", "a").json(&good()).await;
    assert_eq!(response.assert_status(200).value(), good());
}

#[fastrs::test]
async fn six_faults_in_four_places_are_six_errors() {
    let body = json!({ "itemName": "", "dims": { "w": 0, "h": "2" } });
    let response = client().patch("/items/0?q=ab").bearer("t").json(&body).await.assert_status(422);
    let errors = response.value()["detail"].clone();
    let found: Vec<_> =
        errors.as_array().unwrap().iter().map(|e| (e["type"].clone(), e["loc"].clone())).collect();
    let expected = [
        ("greater_than_equal", json!(["path", "id"])),
        ("string_too_short", json!(["query", "q"])),
        ("missing", json!(["header", "x-request-tag"])),
        ("string_too_short", json!(["body", "itemName"])),
        ("greater_than_equal", json!(["body", "dims", "w"])),
        ("int_type", json!(["body", "dims", "h"])),
    ];
    assert_eq!(found, expected.map(|(kind, loc)| (json!(kind), loc)));
}

#[fastrs::test]
async fn typed_errors_and_missing_credentials_have_their_status() {
    let client = client();
    let call = |path: &str| client.patch(path).header("x-request-tag", "a").json(&good());
    let response = call("/items/404").bearer("t").await.assert_status(404);
    assert_eq!(response.value(), json!({ "detail": "Item 404 not found" }));
    call("/items/409").bearer("t").await.assert_status(409);
    let response = call("/items/1").await.assert_status(401);
    assert_eq!(response.header("www-authenticate"), Some("Bearer"));
    assert_eq!(response.value(), json!({ "detail": "Not authenticated" }));
}

#[fastrs::test]
async fn the_document_names_every_answer() {
    let client = client();
    let operation = &client.openapi()["paths"]["/items/{id}"]["patch"];
    let statuses: Vec<_> = operation["responses"].as_object().unwrap().keys().collect();
    assert_eq!(statuses, ["200", "401", "404", "409", "413", "415", "422"]);
}

#[fastrs::test]
async fn a_typed_request_is_the_same_request() {
    let item = Item { item_name: "Lamp".into(), dims: Dims { w: 1, h: 1 } };
    let request = change_item::request(7).q("abc").x_request_tag("a").item(item);
    client().call(request).bearer("t").await.assert_ok();
    assert_eq!(change_item::url(7), "/items/7");
}
