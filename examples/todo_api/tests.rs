//! The application from outside, as its clients see it.

mod access;
mod sessions;

use fastrs::testing::TestClient;
use fastrs_auth::Sessions;
use serde_json::{Value, json};

use crate::app::app;
use crate::route::todos;
use crate::settings::Settings;
use crate::store::{Store, UserChanges};

const KEY: &str = "a secret for tests, of more than 32 bytes";

fn settings() -> Settings {
    settings_with(&[("AUTH_RATE", "10000 / 1 s"), ("GENERAL_RATE", "10000 / 1 s")])
}

fn settings_with(own: &[(&str, &str)]) -> Settings {
    let secret = ("SECRET_KEY", KEY);
    let value = |name: &str| own.iter().chain([&secret]).find(|(known, _)| *known == name);
    Settings::from_vars(|name| value(name).map(|(_, value)| (*value).to_owned())).unwrap()
}

async fn client() -> (TestClient, Store) {
    let store = Store::open("sqlite::memory:").await.unwrap();
    (TestClient::new(app(&settings(), store.clone()).unwrap()), store)
}

/// What issues the same tokens as the app.
fn sessions_of() -> Sessions {
    crate::app::sessions(&settings()).unwrap()
}

const PASSWORD: &str = "correct horse";

async fn register(client: &TestClient, name: &str) -> Value {
    let body = json!({ "username": name, "email": format!("{name}@example.com"), "password": PASSWORD });
    client.post("/auth/register").json(&body).await.assert_status(201).value()
}

/// Both tokens of a log-in.
async fn pair(client: &TestClient, name: &str) -> Value {
    let form = [("username", name), ("password", PASSWORD)];
    client.post("/auth/token").form(form).await.assert_status(200).value()
}

async fn login(client: &TestClient, name: &str) -> String {
    let token = pair(client, name).await;
    assert_eq!(token["token_type"], "bearer");
    token["access_token"].as_str().unwrap().to_owned()
}

async fn grant(store: &Store, name: &str, role: &'static str) {
    let user = store.users().by_username(name).await.unwrap().unwrap();
    let changes = UserChanges { role: Some(role), ..UserChanges::default() };
    store.users().change(user.id, changes).await.unwrap().unwrap();
}

/// A registered user's token.
async fn user(client: &TestClient, name: &str) -> String {
    register(client, name).await;
    login(client, name).await
}

#[fastrs::test]
async fn a_registered_user_logs_in_and_is_known() {
    let (client, _) = client().await;
    let registered = register(&client, "ann").await;
    let keys: Vec<_> = registered.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["id", "username", "email", "is_active", "created_at", "role"]);
    let token = login(&client, "ann").await;
    assert_eq!(client.get("/auth/me").bearer(&token).await.assert_status(200).value(), registered);
}

#[fastrs::test]
async fn names_and_addresses_are_taken_once() {
    let (client, _) = client().await;
    register(&client, "ann").await;
    for (name, email, detail) in [
        ("ann", "other@example.com", "Username already registered"),
        ("bob", "ann@example.com", "Email already registered"),
    ] {
        let body = json!({ "username": name, "email": email, "password": PASSWORD });
        let response = client.post("/auth/register").json(&body).await.assert_status(400);
        assert_eq!(response.value(), json!({ "detail": detail }));
    }
}

#[fastrs::test]
async fn a_bad_registration_is_explained_without_the_password() {
    let (client, _) = client().await;
    let body = json!({ "username": "ab", "email": "nobody", "password": "hunter2" });
    let response = client.post("/auth/register").json(&body).await.assert_status(422);
    let detail = response.value()["detail"].clone();
    let places: Vec<_> = detail.as_array().unwrap().iter().map(|error| error["loc"][1].clone()).collect();
    assert_eq!(places, ["username", "email", "password"]);
    assert!(!response.text().contains("hunter2"));
}

#[fastrs::test]
async fn a_wrong_password_and_an_unknown_user_are_told_the_same() {
    let (client, _) = client().await;
    register(&client, "ann").await;
    for form in
        [[("username", "ann"), ("password", "wrong password")], [("username", "bob"), ("password", PASSWORD)]]
    {
        let response = client.post("/auth/token").form(form).await.assert_status(401);
        assert_eq!(response.header("www-authenticate"), Some("Bearer"));
        assert_eq!(response.value(), json!({ "detail": "Incorrect username or password" }));
    }
}

#[fastrs::test]
async fn without_a_good_token_nothing_is_shown() {
    let (client, _) = client().await;
    let none = client.get("/todos/").await.assert_status(401);
    assert_eq!(none.value(), json!({ "detail": "Not authenticated" }));
    let forged = client.get("/todos/").bearer("a.b.c").await.assert_status(401);
    assert_eq!(forged.value(), json!({ "detail": "Could not validate credentials" }));
}

#[fastrs::test]
async fn a_todo_lives_from_creation_to_deletion() {
    let (client, _) = client().await;
    let token = user(&client, "ann").await;
    let new = json!({ "title": "Buy milk", "description": "2 l" });
    let todo = client.post("/todos/").bearer(&token).json(&new).await.assert_status(201).value();
    let path = format!("/todos/{}", todo["id"]);
    assert_eq!(todo["completed"], false);

    let done = client
        .patch(&path)
        .bearer(&token)
        .json(&json!({ "completed": true }))
        .await
        .assert_status(200)
        .value();
    assert_eq!(
        (&done["title"], &done["description"], &done["completed"]),
        (&json!("Buy milk"), &json!("2 l"), &json!(true))
    );

    let cleared = client.patch(&path).bearer(&token).json(&json!({ "description": null })).await.value();
    assert_eq!((&cleared["description"], &cleared["completed"]), (&Value::Null, &json!(true)));

    client.patch(&path).bearer(&token).json(&json!({ "title": null })).await.assert_status(422);
    assert_eq!(client.get(&path).bearer(&token).await.assert_status(200).value(), cleared);
    client.delete(&path).bearer(&token).await.assert_status(204);
    let gone = client.get(&path).bearer(&token).await.assert_status(404);
    assert_eq!(gone.value(), json!({ "detail": "Todo not found" }));
}

#[fastrs::test]
async fn anothers_todo_does_not_exist() {
    let (client, _) = client().await;
    let (ann, bob) = (user(&client, "ann").await, user(&client, "bob").await);
    let todo = client.post("/todos/").bearer(&ann).json(&json!({ "title": "mine" })).await.value();
    let id = todo["id"].as_i64().unwrap();
    // typed requests know the handler's path and its prefix
    client.call(todos::read::request(id)).bearer(&bob).await.assert_status(404);
    client.call(todos::delete::request(id)).bearer(&bob).await.assert_status(404);
    client.call(todos::read::request(id)).bearer(&ann).await.assert_status(200);
}

#[fastrs::test]
async fn lists_are_filtered_and_paged() {
    let (client, _) = client().await;
    let token = user(&client, "ann").await;
    for number in 0..5 {
        let new = json!({ "title": format!("todo {number}"), "completed": number % 2 == 0 });
        client.post("/todos/").bearer(&token).json(&new).await.assert_status(201);
    }
    for (query, count) in
        [("", 5), ("?completed=true", 3), ("?completed=no", 2), ("?skip=3", 2), ("?limit=2", 2)]
    {
        let list = client.get(&format!("/todos/{query}")).bearer(&token).await.assert_status(200).value();
        assert_eq!(list.as_array().unwrap().len(), count, "{query}");
    }
    client.get("/todos/?limit=101").bearer(&token).await.assert_status(422);
}

#[fastrs::test]
async fn the_service_is_well() {
    let (client, _) = client().await;
    assert_eq!(client.get("/health").await.assert_status(200).value(), json!({ "status": "healthy" }));
    client.get("/").await.assert_status(200);
}

#[fastrs::test]
async fn log_ins_are_limited_unless_a_setting_says_otherwise() {
    let statuses = async |own: &[(&str, &str)]| {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let client = TestClient::new(app(&settings_with(own), store).unwrap());
        let mut statuses = Vec::new();
        for _ in 0..7 {
            statuses
                .push(client.post("/auth/refresh").json(&json!({ "refresh_token": "none" })).await.status());
        }
        statuses
    };
    assert_eq!(statuses(&[]).await, [401, 401, 401, 401, 401, 429, 429]);
    assert_eq!(statuses(&[("AUTH_RATE", "2 / 1 h")]).await[1..3], [401, 429]);
    assert_eq!(statuses(&[("RATE_LIMITS", "off")]).await, [401; 7]);
}
