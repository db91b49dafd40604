//! Who may do what, tried out by everybody at everything.

use fastrs::testing::TestRequest;
use fastrs_auth::{AccessMatrix, AccessTable, ApiKeyDraft, Sessions};

use super::shop::{Parts, Rights, begun, client, cookie, pair, refused, sessions};

fn with_role(sessions: &Sessions, role: &str) -> String {
    let rights = Rights { role: role.to_owned() };
    begun(sessions, "ann").tokens(rights).unwrap().access_token
}

fn bearer(token: String) -> impl for<'c> Fn(TestRequest<'c>) -> TestRequest<'c> {
    move |request| request.bearer(&token)
}

/// Every operation × every kind of caller. That an operation is missing here is a failure, too.
#[fastrs::test]
async fn everybody_at_everything() {
    let sessions = sessions();
    let parts = Parts::of(sessions.clone()).with_users(&["ann"]).await;
    let key = parts.keys.make(ApiKeyDraft::new("ann", "till")).await.unwrap().key.expose().clone();
    let ended = pair(&sessions, "ann");
    sessions.end(&sessions.verify::<()>(&ended.access_token).await.unwrap()).await.unwrap();
    let cookie = cookie(&sessions, "ann");
    let role = |role: &str| bearer(with_role(&sessions, role));
    let client = parts.client();
    let no_tokens = serde_json::json!({ "refresh_token": "x" });
    let log_in = [("name", "ann"), ("password", "wrong")];
    AccessTable::new()
        .caller("anonymous", |request| request)
        .caller("ended", bearer(ended.access_token))
        .caller("refresh token", bearer(pair(&sessions, "ann").refresh_token))
        .caller("no role", role(""))
        .caller("Admin", role("Admin"))
        .caller("user", role("user"))
        .caller("moderator", role("moderator"))
        .caller("admin", role("admin"))
        .caller("API key", move |request| request.header("x-api-key", &key))
        .caller("cookie", move |request| request.cookie("__Host-session", &cookie))
        .operation("GET /health", |client| client.get("/health"), [200; 10])
        .operation(
            "GET /admin",
            |client| client.get("/admin"),
            [401, 401, 401, 403, 403, 403, 403, 200, 401, 401],
        )
        .operation(
            "GET /moderate",
            |client| client.get("/moderate"),
            [401, 401, 401, 403, 403, 403, 200, 200, 401, 401],
        )
        .operation("GET /me", |client| client.get("/me"), [401, 401, 401, 200, 200, 200, 200, 200, 401, 401])
        .operation(
            "GET /maybe",
            |client| client.get("/maybe"),
            [200, 401, 401, 200, 200, 200, 200, 200, 200, 200],
        )
        .operation(
            "GET /key",
            |client| client.get("/key"),
            [401, 401, 401, 401, 401, 401, 401, 401, 200, 401],
        )
        .operation(
            "GET /cookie/me",
            |client| client.get("/cookie/me"),
            [401, 401, 401, 401, 401, 401, 401, 401, 401, 200],
        )
        // A cookie without a sign of whose page sends it.
        .operation(
            "POST /cookie/change",
            |client| client.post("/cookie/change"),
            [401, 401, 401, 401, 401, 401, 401, 401, 401, 403],
        )
        .operation(
            "POST /cookie/logout",
            |client| client.post("/cookie/logout"),
            [401, 401, 401, 401, 401, 401, 401, 401, 401, 403],
        )
        .operation("POST /login", move |client| client.post("/login").form(log_in), [401; 10])
        .operation(
            "POST /cookie/login",
            move |client| client.post("/cookie/login").header("sec-fetch-site", "same-origin").form(log_in),
            [401; 10],
        )
        .operation("POST /refresh", move |client| client.post("/refresh").json(&no_tokens), [401; 10])
        .operation(
            "POST /refresh-form",
            |client| client.post("/refresh-form").form([("refresh_token", "x")]),
            [401; 10],
        )
        // These end what they were called with, and all of Ann's: the last ones.
        .operation(
            "POST /logout",
            |client| client.post("/logout"),
            [401, 401, 401, 204, 204, 204, 204, 204, 401, 401],
        )
        .operation("POST /logout-all", |client| client.post("/logout-all"), [401; 10])
        .run(&client)
        .await;
}

#[fastrs::test]
async fn the_document_says_what_is_enforced() {
    let client = client(sessions());
    let document = client.openapi();
    for (path, role) in [("/admin", "admin"), ("/moderate", "moderator")] {
        let operation = &document["paths"][path]["get"];
        assert_eq!(operation["security"][0]["Bearer"][0], role);
        for status in ["401", "403", "503"] {
            assert!(operation["responses"][status].is_object(), "{path} {status}: {operation}");
        }
    }
    let matrix = AccessMatrix::of(document);
    let open: Vec<_> =
        matrix.rows().iter().filter(|row| row.is_open()).map(|row| row.operation.as_str()).collect();
    assert_eq!(
        open,
        [
            "POST /cookie/login",
            "GET /health",
            "POST /login",
            "GET /maybe",
            "POST /refresh",
            "POST /refresh-form"
        ]
    );
}

#[fastrs::test]
async fn a_role_that_the_caller_writes_down_is_no_role() {
    let sessions = sessions();
    let client = client(sessions.clone());
    let user = with_role(&sessions, "user");
    for role in ["admin", "user admin", "moderator"] {
        for name in ["role", "roles", "x-role", "scope"] {
            client.get("/admin").bearer(&user).query(name, role).await.assert_status(403);
            client.get("/admin").bearer(&user).header(name, role).await.assert_status(403);
            client.get("/admin").bearer(&user).cookie(name, role).await.assert_status(403);
        }
    }
    for role in ["ADMIN", "admin ", "administrator", "*", "user,admin", "admin\u{0}"] {
        client.get("/admin").bearer(with_role(&sessions, role)).await.assert_status(403);
    }
    // Claims without a role are those of another use, not of a user without one.
    let bare = begun(&sessions, "ann").tokens(()).unwrap().access_token;
    refused("no role", &client.get("/admin").bearer(bare).await);
}
