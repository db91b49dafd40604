//! What the app does, through the client that holds every answer against the document.

use fastrs::prelude::*;
use fastrs::testing::{Explorer, TestClient, TestRequest};
use serde_json::json;

use crate::app::app;
use crate::dependencies::{Account, Admin, RequireRole, User};
use crate::store::{Journal, Store};

async fn log(client: &TestClient) -> Vec<String> {
    client.get("/log").await.assert_ok().json()
}

#[get("/log", hidden)]
async fn read_log(journal: State<Journal>) -> Json<Vec<String>> {
    Json(journal.take())
}

#[get("/count", hidden)]
async fn count(store: State<Store>) -> Json<usize> {
    Json(store.len())
}

/// The app, and beside it two ways to look into it.
fn client() -> TestClient {
    let spy = Router::new("").hidden().routes(routes![read_log, count]);
    TestClient::new(app().include(spy))
}

fn as_writer(request: TestRequest<'_>) -> TestRequest<'_> {
    request.bearer("ann-writer")
}

#[fastrs::test]
async fn a_record_lives_through_all_five_routes_of_both_versions() {
    let client = client();
    for (all, draft) in [
        ("/v1/shop/catalogue/items", json!({ "name": "lamp", "price": 7 })),
        ("/v2/shop/sales/refunds", json!({ "name": "lamp", "price": 7 })),
        ("/v1/people/staff/teams", json!({ "name": "crew", "email": "crew@example.com" })),
    ] {
        let made = as_writer(client.post(all).json(&draft)).await.assert_status(201).value();
        let one = format!("{all}/{}", made["id"]);
        assert_eq!(client.get(&one).bearer("bob-reader").await.assert_ok().value(), made);
        let listed =
            client.get(&format!("{all}?limit=1&name=nobody")).bearer("bob-reader").await.assert_ok().value();
        assert_eq!(listed, json!([]));
        let listed = client.get(&format!("{all}?limit=1")).bearer("bob-reader").await.assert_ok().value();
        assert_eq!(listed, json!([made]));
        let mut other = draft.clone();
        other["name"] = "other".into();
        let changed = as_writer(client.put(&one).json(&other)).await.assert_ok().value();
        assert_eq!((&changed["name"], &changed["id"]), (&json!("other"), &made["id"]));
        as_writer(client.delete(&one)).await.assert_status(403);
        client.delete(&one).bearer("root-admin").await.assert_status(204);
        client.get(&one).bearer("bob-reader").await.assert_status(404);
    }
    // A kind of one version is none of the other.
    client.get("/v2/shop/sales/returns").await.assert_status(404);
}

#[fastrs::test]
async fn every_dependency_is_made_once_and_finishes_in_reverse_order() {
    let client = client();
    log(&client).await;
    let draft = json!({ "name": "lamp", "price": 7 });
    let request = client.post("/v1/shop/sales/orders").header("x-request-name", "first").json(&draft);
    as_writer(request).await.assert_status(201);
    let made = ["tenant", "credentials", "user", "account", "trail begins"];
    let ended = ["work: kept", "audit of first: success", "trail: success"];
    // The request for the log needs the tenant, too.
    let told = log(&client).await;
    assert_eq!(told, [&made[..], &ended[..], &["tenant"]].concat());
}

#[fastrs::test]
async fn what_fails_late_is_kept_by_nobody() {
    let client = client();
    let import =
        |names: &[&str]| -> Vec<_> { names.iter().map(|name| json!({ "name": name, "price": 1 })).collect() };
    as_writer(client.post("/v1/import").json(&import(&["one", "two"]))).await.assert_status(201);
    assert_eq!(client.get("/count").await.text(), "2");
    log(&client).await;
    as_writer(client.post("/v1/import").json(&import(&["three", "bad", "four"]))).await.assert_status(404);
    let told = log(&client).await;
    assert_eq!(told[5..8], ["work: thrown away", "audit of unnamed: failure", "trail: failure"]);
    assert_eq!(client.get("/count").await.text(), "2");
    // Faults of the dependencies' parameters and of the body come in one answer, and the unit of work learns of them.
    let faulty = json!([{ "name": "", "price": 1 }]);
    let request = as_writer(client.post("/v1/import").header("x-tenant", "NO").json(&faulty));
    let refused = request.await.assert_status(422).value();
    let places: Vec<_> =
        refused["detail"].as_array().unwrap().iter().map(|error| error["loc"].to_string()).collect();
    assert_eq!(places, [r#"["header","x-tenant"]"#, r#"["body",0,"name"]"#]);
    assert_eq!(client.get("/count").await.text(), "2");
}

#[fastrs::test]
async fn the_first_dependency_that_refuses_answers() {
    let client = client();
    client.get("/v1/me").await.assert_status(401);
    client.get("/v1/me").bearer("nobody").await.assert_status(401);
    client.get("/v1/me").bearer("gone-admin").await.assert_status(403);
    client.get("/v2/report").bearer("bob-reader").header("x-tenant", "other").await.assert_status(404);
    client.get("/v2/people/staff/groups").bearer("eve-guest").await.assert_status(403);
    // 401 comes before what is wrong with the parameters.
    client.get("/v1/shop/catalogue/items?limit=0").await.assert_status(401);
    client.get("/v1/shop/catalogue/items?limit=0").bearer("bob-reader").await.assert_status(422);
}

#[fastrs::test]
async fn the_versions_are_beside_each_other() {
    let client = client();
    let me = async |path: &str| {
        client.get(path).bearer("ann-reader").header("x-locale", "de").await.assert_ok().value()
    };
    assert_eq!(me("/v1/me").await, json!({ "name": "ann", "locale": "de" }));
    assert_eq!(me("/v2/me").await, json!({ "name": "ANN", "locale": "de" }));
    assert_eq!(client.get("/v1/version").await.text(), "v1");
    let two = client.get("/v2/version").await;
    assert_eq!((two.text().as_str(), two.header("x-content-type-options")), ("v2", Some("nosniff")));
    let report = json!({ "of": "ann of main", "line": "ann (de) has 20" });
    assert_eq!(me("/v1/report").await, report);
    assert_eq!(me("/v2/report").await, json!([report]));
    let lines = client.get("/v2/ticks").bearer("ann-reader").await.assert_ok().text();
    assert_eq!(lines, "{\"name\":\"ann\",\"locale\":\"en\"}\n");
    client.delete("/v2/everything?really=false").bearer("root-admin").await.assert_status(409);
}

#[fastrs::test]
async fn a_task_runs_when_the_letter_is_on_its_way() {
    let client = client();
    as_writer(client.post("/v1/letters")).await.assert_status(202);
    assert!(log(&client).await.contains(&"letter to ann".to_owned()));
}

#[fastrs::test]
async fn overrides_cut_off_what_lies_below() {
    let user = || async { User { name: "test".into(), role: "admin".into() } };
    let spy = || Router::new("").hidden().routes(routes![read_log]);
    let client = TestClient::new(app().include(spy()).override_dependency(user));
    // Without a token, since what would read it is not run.
    let me = client.get("/v1/me").await.assert_ok().value();
    assert_eq!(me["name"], "test");
    let told = log(&client).await;
    assert!(!told.contains(&"credentials".to_owned()) && told.contains(&"account".to_owned()), "{told:?}");
    // An instance of a generic dependency is one by itself.
    let admin = |account: Depends<Account>| async move { RequireRole::<Admin>::of(&account.owner) };
    let client = TestClient::new(app().override_dependency(admin));
    client.delete("/v2/everything?really=true").bearer("bob-reader").await.assert_status(204);
    client.post("/v1/import").json(&json!([])).bearer("bob-reader").await.assert_status(403);
    // Each app has its own.
    TestClient::new(app()).get("/v1/me").await.assert_status(401);
}

#[fastrs::test]
async fn requests_at_random_find_nothing() {
    let explore = |token: &'static str| {
        Explorer::new(app()).cases(20).dress(move |request| request.bearer(token)).run()
    };
    let mut coverage = Explorer::new(app()).cases(2).run().await;
    for token in ["root-admin", "eve-guest", "gone-admin"] {
        coverage.merge(&explore(token).await);
    }
    // Every operation refuses strangers, but the two that tell their version; whoever may not, or is gone; and what does not fit.
    let seen = |status: &str| coverage.iter().filter(|answer| answer.status == status && answer.seen).count();
    assert_eq!(["401", "403", "422"].map(seen), [148, 148, 150], "{coverage}");
    // Lists and new records need no luck; that one of them is found again by a number at random does.
    assert_eq!((seen("201"), seen("200") >= 28 + 9), (29, true), "{coverage}");
}
