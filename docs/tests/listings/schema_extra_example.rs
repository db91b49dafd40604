use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::schema_extra_example::*;

fn foo() -> Value {
    json!({ "name": "Foo", "description": "A very nice Item", "price": 35.4, "tax": 3.2 })
}

fn content(app: fastrs::App) -> Value {
    let client = TestClient::new(app);
    client.openapi()["paths"]["/items/{item_id}"]["put"]["requestBody"]["content"]["application/json"].clone()
}

#[fastrs::test]
async fn a_model_has_an_example() {
    let client = TestClient::new(tutorial001::app());
    assert_eq!(client.openapi()["components"]["schemas"]["Item"]["examples"], json!([foo()]));
    let answer: Value = client.put("/items/5").json(&foo()).await.assert_ok().json();
    assert_eq!(answer, json!({ "item_id": 5, "item": foo() }));
}

#[fastrs::test]
async fn fields_have_examples() {
    let client = TestClient::new(tutorial002::app());
    let fields = &client.openapi()["components"]["schemas"]["Item"]["properties"];
    assert_eq!(fields["description"]["examples"], json!(["A very nice Item"]));
    assert_eq!(fields["price"]["examples"], json!([35.4]));
}

#[fastrs::test]
async fn a_body_has_an_example() {
    assert_eq!(content(tutorial003::app())["schema"]["examples"], json!([foo()]));
}

#[fastrs::test]
async fn examples_with_names_stand_beside_the_schema() {
    let content = content(tutorial005::app());
    assert_eq!(content["schema"], json!({ "$ref": "#/components/schemas/Item" }));
    let normal = json!({
        "summary": "A normal example", "description": "A **normal** item works correctly.", "value": foo(),
    });
    assert_eq!(content["examples"]["normal"], normal);
    assert_eq!(content["examples"]["invalid"]["value"]["price"], "thirty five point four");
    // an example is no more than that: the invalid one is refused, the whole number taken
    let client = TestClient::new(tutorial005::app());
    client.put("/items/5").json(&content["examples"]["invalid"]["value"]).await.assert_status(422);
    client.put("/items/5").json(&content["examples"]["whole"]["value"]).await.assert_ok();
}
