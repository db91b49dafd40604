//! Every route with every kind of caller. A route without a row fails.

use std::cell::Cell;
use std::time::{Duration, SystemTime};

use fastrs::testing::{TestClient, TestRequest};
use fastrs_auth::{AccessMatrix, AccessTable, Sessions};
use serde_json::{Value, json};

use super::{PASSWORD, client, grant, login, register, sessions_of, user};

/// Ids, each used once: what one caller has deleted, the next cannot.
struct Supply<T>(Cell<Vec<T>>);

impl<T> Supply<T> {
    fn next(&self) -> T {
        let mut left = self.0.take();
        let next = left.pop().expect("one for each caller");
        self.0.set(left);
        next
    }
}

async fn todos(client: &TestClient, token: &str) -> Supply<i64> {
    let mut ids = Vec::new();
    for _ in 0..10 {
        let todo = client.post("/todos").bearer(token).json(&json!({ "title": "mine" })).await;
        ids.push(todo.assert_status(201).value()["id"].as_i64().unwrap());
    }
    Supply(Cell::new(ids))
}

async fn key(client: &TestClient, token: &str, scopes: Value) -> Value {
    let body = json!({ "name": "script", "scopes": scopes });
    client.post("/auth/keys").bearer(token).json(&body).await.assert_status(201).value()
}

async fn expired(sessions: &Sessions) -> String {
    let yesterday = SystemTime::now() - Duration::from_secs(24 * 60 * 60);
    sessions.begin("1").await.unwrap().at(yesterday).tokens(()).unwrap().access_token
}

fn json_of(request: TestRequest<'_>, body: Value) -> TestRequest<'_> {
    request.json(&body)
}

#[fastrs::test]
async fn every_route_lets_in_whom_it_should() {
    let (client, store) = client().await;
    let ann = user(&client, "ann").await;
    let bob = user(&client, "bob").await;
    for (name, role) in [("mod", "moderator"), ("boss", "admin")] {
        register(&client, name).await;
        grant(&store, name, role).await;
    }
    let (moderator, boss) = (login(&client, "mod").await, login(&client, "boss").await);
    let victim = register(&client, "victim").await["id"].as_i64().unwrap();
    let expired = expired(&sessions_of()).await;
    let script = key(&client, &ann, json!(["todos:read", "todos:write"])).await["key"].clone();
    let reader = key(&client, &ann, json!(["todos:read"])).await["key"].clone();
    let (script, reader) = (script.as_str().unwrap().to_owned(), reader.as_str().unwrap().to_owned());

    let todo = todos(&client, &ann).await.next();
    let (doomed, removed) = (todos(&client, &ann).await, todos(&client, &bob).await);
    let mut keys = Vec::new();
    for _ in 0..10 {
        keys.push(key(&client, &ann, json!(["todos:read"])).await["id"].as_str().unwrap().to_owned());
    }
    let keys = Supply(Cell::new(keys));
    let registration = Cell::new(0);
    let new_user = || {
        registration.set(registration.get() + 1);
        let name = format!("new{}", registration.get());
        json!({ "username": name, "email": format!("{name}@example.com"), "password": PASSWORD })
    };
    let todo = &format!("/todos/{todo}");
    let title = || json!({ "title": "mine" });

    AccessTable::new()
        .caller("anonymous", |request| request)
        .caller("expired", |request| request.bearer(&expired))
        .caller("user", |request| request.bearer(&ann))
        .caller("other user", |request| request.bearer(&bob))
        .caller("moderator", |request| request.bearer(&moderator))
        .caller("admin", |request| request.bearer(&boss))
        .caller("API key", |request| request.header("x-api-key", &script))
        .caller("reading key", |request| request.header("x-api-key", &reader))
        .operation("GET /", |client| client.get("/"), [200; 8])
        .operation("GET /health", |client| client.get("/health"), [200; 8])
        .operation("GET /.well-known/jwks.json", |client| client.get("/.well-known/jwks.json"), [200; 8])
        .operation(
            "POST /auth/register",
            |client| json_of(client.post("/auth/register"), new_user()),
            [201; 8],
        )
        .operation(
            "POST /auth/token",
            |client| client.post("/auth/token").form([("username", "ann"), ("password", PASSWORD)]),
            [200; 8],
        )
        .operation(
            "POST /auth/refresh",
            |client| json_of(client.post("/auth/refresh"), json!({ "refresh_token": "none" })),
            [401; 8],
        )
        .operation("GET /auth/me", |c| c.get("/auth/me"), [401, 401, 200, 200, 200, 200, 401, 401])
        .operation(
            "POST /auth/keys",
            |c| json_of(c.post("/auth/keys"), json!({ "name": "x", "scopes": ["todos:read"] })),
            [401, 401, 201, 201, 201, 201, 401, 401],
        )
        .operation("GET /auth/keys", |c| c.get("/auth/keys"), [401, 401, 200, 200, 200, 200, 401, 401])
        .operation(
            "DELETE /auth/keys/{key_id}",
            |c| c.delete(&format!("/auth/keys/{}", keys.next())),
            [401, 401, 204, 404, 404, 404, 401, 401],
        )
        .operation("GET /todos", |c| c.get("/todos"), [401, 401, 200, 200, 200, 200, 200, 200])
        .operation(
            "POST /todos",
            |c| json_of(c.post("/todos"), title()),
            [401, 401, 201, 201, 201, 201, 201, 403],
        )
        .operation("GET /todos/{todo_id}", |c| c.get(todo), [401, 401, 200, 404, 404, 404, 200, 200])
        .operation(
            "PATCH /todos/{todo_id}",
            |c| json_of(c.patch(todo), title()),
            [401, 401, 200, 404, 404, 404, 200, 403],
        )
        .operation(
            "DELETE /todos/{todo_id}",
            |c| c.delete(&format!("/todos/{}", doomed.next())),
            [401, 401, 204, 404, 404, 404, 204, 403],
        )
        .operation("GET /admin/users", |c| c.get("/admin/users"), [401, 401, 403, 403, 403, 200, 401, 401])
        .operation(
            "PATCH /admin/users/{user_id}",
            |c| json_of(c.patch(&format!("/admin/users/{victim}")), json!({ "is_active": false })),
            [401, 401, 403, 403, 403, 200, 401, 401],
        )
        .operation(
            "DELETE /admin/todos/{todo_id}",
            |c| c.delete(&format!("/admin/todos/{}", removed.next())),
            [401, 401, 403, 403, 204, 204, 401, 401],
        )
        // Last, because it ends what the others come with.
        .operation("POST /auth/logout", |c| c.post("/auth/logout"), [401, 401, 204, 204, 204, 204, 401, 401])
        .run(&client)
        .await;
}

#[fastrs::test]
async fn the_matrix_shows_roles_and_scopes() {
    let (client, _) = client().await;
    let matrix = AccessMatrix::of(client.openapi()).to_string();
    let line = |operation: &str| {
        let mut lines = matrix.lines().filter(|line| line.starts_with(operation));
        lines.next().unwrap_or_else(|| panic!("{operation} is not in\n{matrix}")).to_owned()
    };
    let header: Vec<&str> = matrix.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(header, ["operation", "credentials", "admin", "moderator", "todos:read", "todos:write"]);
    assert!(line("GET /health").contains("nobody's"));
    let admin: Vec<String> = line("GET /admin/users").split_whitespace().map(str::to_owned).collect();
    assert_eq!(admin, ["GET", "/admin/users", "OAuth2PasswordBearer", "needed"], "{matrix}");
    assert!(line("GET /todos ").contains("OAuth2PasswordBearer or Bearer or APIKeyHeader"), "{matrix}");
}
