use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::path_operation_configuration::*;

fn operation(app: fastrs::App, pointer: &str) -> Value {
    TestClient::new(app).openapi().pointer(pointer).cloned().unwrap_or_default()
}

#[fastrs::test]
async fn the_variants_of_an_enum_are_tags() {
    assert_eq!(operation(tutorial002b::app(), "/paths/~1items~1/get/tags"), json!(["items"]));
    assert_eq!(operation(tutorial002b::app(), "/paths/~1users~1/get/tags"), json!(["users"]));
}

#[fastrs::test]
async fn summary_and_description_are_those_of_the_attribute() {
    let operation = operation(tutorial003::app(), "/paths/~1items~1/post");
    assert_eq!(operation["summary"], "Create an item");
    assert!(operation["description"].as_str().unwrap().ends_with("stand twice count once"));
}

#[fastrs::test]
async fn a_doc_comment_is_the_description() {
    let description = operation(tutorial004::app(), "/paths/~1items~1/post/description");
    assert!(description.as_str().unwrap().contains("\n- **name** and **price** must be there;\n"));
}

#[fastrs::test]
async fn the_answer_is_described() {
    let response = operation(tutorial005::app(), "/paths/~1items~1/post/responses/200");
    assert_eq!(response["description"], "The created item");
    assert!(response["content"]["application/json"].is_object());
}

#[fastrs::test]
async fn an_item_keeps_each_tag_once() {
    let client = TestClient::new(tutorial003::app());
    let item = json!({ "name": "Foo", "price": 42.0, "tags": ["bar", "baz", "bar"] });
    let item: Value = client.post("/items/").json(&item).await.assert_ok().json();
    assert_eq!(item["tags"], json!(["bar", "baz"]));
}

#[fastrs::test]
async fn what_is_deprecated_still_answers() {
    let client = TestClient::new(tutorial006::app());
    let elements: Value = client.get("/elements/").await.assert_ok().json();
    assert_eq!(elements, json!([{ "item_id": "Foo" }]));
    assert_eq!(client.openapi()["paths"]["/elements/"]["get"]["deprecated"], true);
    assert!(client.openapi()["paths"]["/items/"]["get"].get("deprecated").is_none());
}
