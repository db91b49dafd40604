use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::separate_openapi_schemas::*;

fn schemas(app: fastrs::App) -> Vec<String> {
    let client = TestClient::new(app);
    let schemas = client.openapi()["components"]["schemas"].as_object().unwrap();
    schemas.keys().filter(|name| name.starts_with("Item")).cloned().collect()
}

#[fastrs::test]
async fn a_model_that_differs_has_two_schemas() {
    assert_eq!(schemas(tutorial001::app()), ["Item-Input", "Item-Output"]);
    let one = tutorial001::app().separate_input_output_schemas(false);
    assert_eq!(schemas(one), ["Item"]);
}

#[fastrs::test]
async fn a_default_alone_makes_no_second_schema() {
    assert_eq!(schemas(tutorial002::app()), ["Item"]);
    let client = TestClient::new(tutorial002::app());
    let item: Value = client.post("/items/").json(&json!({ "name": "Foo" })).await.assert_ok().json();
    assert_eq!(item, json!({ "name": "Foo", "description": null }));
}
