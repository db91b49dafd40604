use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::generate_clients::*;

#[fastrs::test]
async fn items_go_in_and_out() {
    for app in [tutorial001::app(), tutorial002::app(), tutorial003::app()] {
        let client = TestClient::new(app);
        let item = json!({ "name": "Foo", "price": 5 });
        client.post("/items/").json(&item).await.assert_ok();
        let items: Value = client.get("/items/").await.assert_ok().json();
        assert_eq!(items[0], json!({ "name": "Plumbus", "price": 3.0 }));
    }
}

#[fastrs::test]
async fn ids_are_tag_and_name() {
    let client = TestClient::new(tutorial003::app());
    let paths = &client.openapi()["paths"];
    assert_eq!(paths["/items/"]["get"]["operationId"], "items-get_items");
    assert_eq!(paths["/users/"]["post"]["operationId"], "users-create_user");
}
