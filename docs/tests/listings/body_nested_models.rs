use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::body_nested_models::*;

async fn updated(app: fastrs::App, item: Value) -> Value {
    TestClient::new(app).put("/items/5").json(&item).await.value()
}

#[fastrs::test]
async fn lists_keep_what_sets_drop() {
    let item = json!({ "name": "Foo", "price": 35.4, "tags": ["foo", "bar", "foo"] });
    for (app, tags) in [
        (tutorial001::app(), json!(["foo", "bar", "foo"])),
        (tutorial002::app(), json!(["foo", "bar", "foo"])),
        (tutorial003::app(), json!(["bar", "foo"])),
    ] {
        assert_eq!(updated(app, item.clone()).await["item"]["tags"], tags);
    }
    let wrong = json!({ "name": "Foo", "price": 35.4, "tags": [1] });
    assert_eq!(updated(tutorial002::app(), wrong).await["detail"][0]["loc"], json!(["body", "tags", 0]));
}

#[fastrs::test]
async fn a_model_inside_has_its_place() {
    let item = |url: &str| json!({ "name": "Foo", "price": 35.4, "image": { "url": url, "name": "x" } });
    assert_eq!(updated(tutorial004::app(), item("any text")).await["item"]["image"]["url"], "any text");
    let refused = updated(tutorial005::app(), item("not a valid url")).await;
    assert_eq!(refused["detail"][0]["loc"], json!(["body", "image", "url"]));
    assert_eq!(refused["detail"][0]["type"], "url_parsing");
    let images =
        json!({ "name": "Foo", "price": 35.4, "images": [{ "url": "http://example.com", "name": "x" }] });
    let item = updated(tutorial006::app(), images).await;
    assert_eq!(item["item"]["images"][0]["url"], "http://example.com/");
}

#[fastrs::test]
async fn nesting_goes_as_deep_as_you_like() {
    let client = TestClient::new(tutorial007::app());
    let offer = json!({ "name": "o", "price": 1, "items": [{ "name": "i", "price": 1, "images": [{ "url": "x" }] }] });
    let refused = client.post("/offers/").json(&offer).await.assert_status(422).value();
    let places: Vec<_> =
        refused["detail"].as_array().unwrap().iter().map(|error| error["loc"].clone()).collect();
    let image = json!(["body", "items", 0, "images", 0, "url"]);
    assert_eq!(places, [image, json!(["body", "items", 0, "images", 0, "name"])]);
}

#[fastrs::test]
async fn a_body_may_be_a_list_or_a_map() {
    let client = TestClient::new(tutorial008::app());
    let image = json!({ "url": "http://example.com/", "name": "Example" });
    assert_eq!(
        client.post("/images/multiple/").json(&json!([image])).await.assert_ok().value(),
        json!([image])
    );
    let refused = client.post("/images/multiple/").json(&image).await.assert_status(422).value();
    assert_eq!(refused["detail"][0]["type"], "list_type");

    let client = TestClient::new(tutorial009::app());
    let weights = json!({ "2": 2.2, "3": 3.3 });
    assert_eq!(client.post("/index-weights/").json(&weights).await.assert_ok().value(), weights);
    let refused =
        client.post("/index-weights/").json(&json!({ "foo": 2.2 })).await.assert_status(422).value();
    assert_eq!(refused["detail"][0]["loc"], json!(["body", "foo", "[key]"]));
}
