use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::security::*;

const NOT_AUTHENTICATED: &str = "Not authenticated";

#[fastrs::test]
async fn a_token_is_asked_for() {
    let client = TestClient::new(tutorial001::app());
    assert_eq!(client.get("/items/").bearer("abc").await.assert_ok().value(), json!({ "token": "abc" }));
    let refused = client.get("/items/").await.assert_status(401);
    assert_eq!(refused.value(), json!({ "detail": NOT_AUTHENTICATED }));
    assert_eq!(refused.header("www-authenticate"), Some("Bearer"));
}

#[fastrs::test]
async fn a_name_and_a_password_give_a_token() {
    let client = TestClient::new(tutorial003::app());
    let login =
        |username, password| client.post("/token").form([("username", username), ("password", password)]);
    let token = login("johndoe", "secret").await.assert_ok().value();
    assert_eq!(token, json!({ "access_token": "johndoe", "token_type": "bearer" }));
    login("johndoe", "wrong").await.assert_status(400);
    login("nobody", "secret").await.assert_status(400);

    assert_eq!(client.get("/users/me").bearer("johndoe").await.assert_ok().value()["full_name"], "John Doe");
    client.get("/users/me").bearer("nobody").await.assert_status(401);
    let inactive = client.get("/users/me").bearer("alice").await.assert_status(400);
    assert_eq!(inactive.value(), json!({ "detail": "Inactive user" }));
}

#[fastrs::test]
async fn scopes_are_asked_for_and_granted() {
    let client = TestClient::new(tutorial005::app());
    let login = async |username, password, scope| {
        let form = [("username", username), ("password", password), ("scope", scope)];
        let token = client.post("/token").form(form).await.assert_ok().value();
        token["access_token"].as_str().unwrap().to_owned()
    };
    let all = login("johndoe", "secret", "me items").await;
    let items = client.get("/users/me/items/").bearer(&all).await.assert_ok().value();
    assert_eq!(items, json!([{ "item_id": "Foo", "owner": "johndoe" }]));

    let me = login("johndoe", "secret", "me").await;
    client.get("/users/me/").bearer(&me).await.assert_ok();
    let refused = client.get("/users/me/items/").bearer(&me).await.assert_status(401);
    assert_eq!(refused.value(), json!({ "detail": "Not enough permissions" }));
    assert_eq!(refused.header("www-authenticate"), Some("Bearer scope=\"items me\""));

    let none = login("johndoe", "secret", "").await;
    client.get("/users/me/").bearer(&none).await.assert_status(401);
    client.get("/status/").bearer(&none).await.assert_ok();
    client.get("/status/").bearer("forged").await.assert_status(401);

    let alice = login("alice", "secretalice", "me").await;
    client.get("/users/me/").bearer(&alice).await.assert_status(400);
    client.post("/token").form([("username", "alice"), ("password", "secret")]).await.assert_status(400);

    let document = client.openapi();
    let security = &document["paths"]["/users/me/items/"]["get"]["security"];
    assert_eq!(security, &json!([{ "OAuth2PasswordBearer": ["items", "me"] }]));
}

#[fastrs::test]
async fn basic_credentials_are_taken() {
    let client = TestClient::new(tutorial006::app());
    let answer = client.get("/users/me").header("authorization", "Basic am9objpzZWNyZXQ=").await;
    assert_eq!(answer.assert_ok().value(), json!({ "username": "john", "password": "secret" }));
}

#[fastrs::test]
async fn basic_credentials_are_compared() {
    let client = TestClient::new(tutorial007::app());
    let get = |credentials| client.get("/users/me").header("authorization", credentials);
    let answer = get("Basic c3RhbmxleWpvYnNvbjpzd29yZGZpc2g=").await.assert_ok().value();
    assert_eq!(answer, json!({ "username": "stanleyjobson" }));
    for (credentials, detail) in [
        ("Basic c3RhbmxleWpvYnNvbjp3cm9uZ3Bhc3N3b3Jk", "Incorrect username or password"),
        ("Basic YWxpY2U6c3dvcmRmaXNo", "Incorrect username or password"),
        ("Basic notabase64token", NOT_AUTHENTICATED),
    ] {
        let refused = get(credentials).await.assert_status(401);
        assert_eq!(refused.value(), json!({ "detail": detail }), "{credentials}");
        assert_eq!(refused.header("www-authenticate"), Some("Basic"));
    }
}
