use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::response_model::*;

#[fastrs::test]
async fn the_return_type_is_what_is_sent() {
    let client = TestClient::new(tutorial001::app());
    let plumbus = json!({ "name": "Plumbus", "description": null, "price": 32.0, "tax": null, "tags": [] });
    assert_eq!(client.get("/items/").await.assert_ok().value()[1], plumbus);
    assert_eq!(client.post("/items/").json(&plumbus).await.assert_ok().value(), plumbus);
}

#[fastrs::test]
async fn a_second_model_keeps_the_password() {
    let user =
        json!({ "username": "foo", "password": "fighter", "email": "foo@example.com", "full_name": null });
    let careless = TestClient::new(tutorial002::app());
    assert_eq!(careless.post("/user/").json(&user).await.assert_ok().value(), user);
    let careful = TestClient::new(tutorial003_01::app());
    let answer = careful.post("/user/").json(&user).await.assert_ok().value();
    assert_eq!(answer, json!({ "username": "foo", "email": "foo@example.com", "full_name": null }));
}

#[fastrs::test]
async fn an_answer_may_be_a_redirect() {
    let client = TestClient::new(tutorial003_02::app());
    client.get("/portal").await.assert_status(200);
    client.get("/portal?teleport=true").await.assert_status(307);
    let responses = &client.openapi()["paths"]["/portal"]["get"]["responses"];
    assert!(responses["200"].is_object() && responses["307"].is_object());
    TestClient::new(tutorial003_03::app()).get("/teleport").await.assert_status(307);
}

#[fastrs::test]
async fn a_model_for_each_answer() {
    for app in [tutorial005::app, tutorial006::app] {
        let client = TestClient::new(app());
        let name = client.get("/items/foo/name").await.assert_ok().value();
        assert_eq!(name, json!({ "name": "Foo", "description": null }));
        let public = client.get("/items/bar/public").await.assert_ok().value();
        assert_eq!(public, json!({ "name": "Bar", "description": "The Bar fighters", "price": 62.0 }));
        client.get("/items/none/name").await.assert_status(404);
    }
}
