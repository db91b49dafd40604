//! Log-ins, how they go on and how they end.

use serde_json::{Value, json};

use super::{PASSWORD, client, grant, login, pair, register, user};

#[fastrs::test]
async fn a_log_in_goes_on_until_its_log_out() {
    let (client, _) = client().await;
    register(&client, "ann").await;
    let first = pair(&client, "ann").await;
    let refresh =
        |pair: &Value| client.post("/auth/refresh").json(&json!({ "refresh_token": pair["refresh_token"] }));
    let me = |pair: &Value| client.get("/auth/me").bearer(pair["access_token"].as_str().unwrap());

    let second = refresh(&first).await.assert_status(200).value();
    assert_eq!((&second["token_type"], &second["expires_in"]), (&json!("bearer"), &json!(900)));
    me(&second).await.assert_status(200);

    client.post("/auth/logout").bearer(second["access_token"].as_str().unwrap()).await.assert_status(204);
    for pair in [&first, &second] {
        me(pair).await.assert_status(401);
        refresh(pair).await.assert_status(401);
    }
    // Another log-in of the same user is another session.
    let other = pair(&client, "ann").await;
    me(&other).await.assert_status(200);
}

#[fastrs::test]
async fn a_refresh_token_that_comes_twice_ends_the_session() {
    let (client, _) = client().await;
    register(&client, "ann").await;
    let first = pair(&client, "ann").await;
    let refresh =
        |pair: &Value| client.post("/auth/refresh").json(&json!({ "refresh_token": pair["refresh_token"] }));
    let second = refresh(&first).await.assert_status(200).value();
    refresh(&first).await.assert_status(401);
    refresh(&second).await.assert_status(401);
    client.get("/auth/me").bearer(second["access_token"].as_str().unwrap()).await.assert_status(401);
}

#[fastrs::test]
async fn one_kind_of_token_is_not_the_other() {
    let (client, _) = client().await;
    register(&client, "ann").await;
    let pair = pair(&client, "ann").await;
    client.get("/auth/me").bearer(pair["refresh_token"].as_str().unwrap()).await.assert_status(401);
    let access = json!({ "refresh_token": pair["access_token"] });
    client.post("/auth/refresh").json(&access).await.assert_status(401);
}

#[fastrs::test]
async fn who_is_shut_out_is_out() {
    let (client, store) = client().await;
    let ann = user(&client, "ann").await;
    let tokens = pair(&client, "ann").await;
    let id = client.get("/auth/me").bearer(&ann).await.value()["id"].clone();
    register(&client, "boss").await;
    grant(&store, "boss", "admin").await;
    let boss = login(&client, "boss").await;
    let made = json!({ "name": "script", "scopes": ["todos:read"] });
    let key = client.post("/auth/keys").bearer(&ann).json(&made).await.assert_status(201).value();
    let todos = || client.get("/todos").header("x-api-key", key["key"].as_str().unwrap());
    todos().await.assert_status(200);

    let out = json!({ "is_active": false });
    client.patch(&format!("/admin/users/{id}")).bearer(&boss).json(&out).await.assert_status(200);
    client.get("/auth/me").bearer(&ann).await.assert_status(401);
    todos().await.assert_status(401);
    let refresh = json!({ "refresh_token": tokens["refresh_token"] });
    client.post("/auth/refresh").json(&refresh).await.assert_status(401);
    let form = [("username", "ann"), ("password", PASSWORD)];
    let refused = client.post("/auth/token").form(form).await.assert_status(401);
    assert_eq!(refused.value(), json!({ "detail": "Incorrect username or password" }));
}

#[fastrs::test]
async fn an_admin_stays_one() {
    let (client, store) = client().await;
    let id = register(&client, "boss").await["id"].clone();
    grant(&store, "boss", "admin").await;
    let boss = login(&client, "boss").await;
    let patch = json!({ "role": "user" });
    client.patch(&format!("/admin/users/{id}")).bearer(&boss).json(&patch).await.assert_status(409);
    client.patch("/admin/users/99").bearer(&boss).json(&patch).await.assert_status(404);
}

#[fastrs::test]
async fn an_api_key_is_shown_once_and_revoked_at_once() {
    let (client, _) = client().await;
    let ann = user(&client, "ann").await;
    let made = json!({ "name": "script", "scopes": ["todos:read"], "days": 30 });
    let made = client.post("/auth/keys").bearer(&ann).json(&made).await.assert_status(201).value();
    let key = made["key"].as_str().unwrap();
    assert!(key.starts_with("todo_"));
    let todos = || client.get("/todos").header("x-api-key", key);
    todos().await.assert_status(200);
    let listed = client.get("/auth/keys").bearer(&ann).await.assert_status(200);
    assert!(!listed.text().contains(key));
    assert_eq!(listed.value()[0]["id"], made["id"]);
    assert!(listed.value()[0]["last_used"].is_u64());
    let path = format!("/auth/keys/{}", made["id"].as_str().unwrap());
    client.delete(&path).bearer(&ann).await.assert_status(204);
    todos().await.assert_status(401);
    assert_eq!(client.get("/auth/keys").bearer(&ann).await.value(), json!([]));
}

#[fastrs::test]
async fn guessing_is_slowed_down() {
    let (client, _) = client().await;
    register(&client, "ann").await;
    let guess = |password: &'static str| {
        let form = [("username", "ann"), ("password", password)];
        client.post("/auth/token").sent_from([10, 0, 0, 7]).form(form)
    };
    for _ in 0..10 {
        guess("wrong password").await.assert_status(401);
    }
    // Not even the right one: the answer would tell.
    let refused = guess(PASSWORD).await.assert_status(429);
    assert!(refused.header("retry-after").unwrap().parse::<u64>().unwrap() <= 90);
    // Others are not concerned.
    register(&client, "bob").await;
    login(&client, "bob").await;
}
