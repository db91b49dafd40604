//! What an app and its operations say of themselves beside their signatures.

use fastrs::describe::Operation;
use fastrs::prelude::*;
use fastrs::testing::TestClient;
use fastrs::{ExternalDocs, Server};
use serde_json::{Value, json};

const REPORTS: &str = "reports";

/// What tags there are.
#[model(rename_all = "kebab-case")]
enum Tags {
    FirstSteps,
}

#[model(example = Event { id: 7, paid: true }, examples = [json!({ "id": 8, "paid": false })])]
struct Event {
    id: u8,
    paid: bool,
}

/// An address that somebody listens at.
#[post("{$request.query.callback}/{$request.body.id}", deprecated, tags = ["sent"])]
async fn paid(event: Event, #[header] x_signature: String) -> NoContent;

#[post("{$request.query.callback}/gone", operation_id = "tell_that_it_is_gone")]
async fn gone() -> NoContent;

fn extend(operation: &mut Value) {
    operation["x-rate"] = json!({ "per": "minute", "count": 5 });
    operation["responses"]["200"]["description"] = "edited".into();
}

#[post(
    "/all/{id}",
    tags = [Tags::FirstSteps, "plain", REPORTS],
    summary = "The summary",
    description = "The description",
    response_description = "The answer",
    external_docs("https://example.com/more", "More of it"),
    callbacks = [paid, gone],
    deprecated
)]
async fn all(
    #[path(example("first", summary = "The first one", value = 1), example("last", value = 9))] id: u8,
    #[query(example("none", description = "Of *nothing*", value = Option::<u8>::None))] limit: Option<u8>,
    #[body(example("one", value = Event { id: 1, paid: false }))] event: Event,
) -> Json<Event> {
    let _ = (id, limit);
    Json(event)
}

#[get("/edited", external_docs = "https://example.com", openapi = extend)]
async fn edited() -> &'static str {
    "edited"
}

/// Sent when something has happened.
#[post("something-happened")]
async fn something_happened(event: Event) -> NoContent;

fn app() -> App {
    App::new("Test", "1.0.0")
        .routes(routes![all, edited])
        .webhooks(routes![something_happened])
        .tag(Tags::FirstSteps, "Where to begin.")
        .tag_external_docs(Tags::FirstSteps, "https://example.com/begin")
        .tag_external_docs(REPORTS, ExternalDocs::new("https://example.com/reports").description("All"))
        .external_docs(ExternalDocs::new("https://example.com/handbook").description("The handbook"))
        .license_url("MIT", "https://example.com/licence")
        .server("https://api.example.com")
        .server(Server::new("/").description("Here"))
}

fn document(app: App) -> Value {
    app.build().unwrap().openapi().clone()
}

#[track_caller]
fn check(document: &Value, base: &str, expected: &[(&str, Value)]) {
    for (pointer, value) in expected {
        let pointer = format!("{base}{pointer}");
        assert_eq!(document.pointer(&pointer).unwrap_or(&Value::Null), value, "{pointer}");
    }
}

#[fastrs::test]
async fn an_operation_says_what_its_attribute_says() {
    let document = document(app());
    check(
        &document,
        "/paths/~1all~1{id}/post",
        &[
            ("/tags", json!(["first-steps", "plain", "reports"])),
            ("/summary", json!("The summary")),
            ("/description", json!("The description")),
            ("/responses/200/description", json!("The answer")),
            ("/responses/200/content/application~1json/schema/$ref", json!("#/components/schemas/Event")),
            ("/externalDocs", json!({ "url": "https://example.com/more", "description": "More of it" })),
            ("/deprecated", json!(true)),
        ],
    );
    let count = json!({ "per": "minute", "count": 5 });
    check(
        &document,
        "/paths/~1edited/get",
        &[
            ("/externalDocs", json!({ "url": "https://example.com" })),
            ("/x-rate", count),
            ("/responses/200/description", json!("edited")),
        ],
    );
}

#[fastrs::test]
async fn examples_with_names_stand_beside_the_schema() {
    let document = document(app());
    check(
        &document,
        "/paths/~1all~1{id}/post",
        &[
            (
                "/parameters/0/examples",
                json!({ "first": { "summary": "The first one", "value": 1 }, "last": { "value": 9 } }),
            ),
            ("/parameters/1/examples", json!({ "none": { "description": "Of *nothing*", "value": null } })),
            ("/parameters/0/schema/examples", Value::Null),
            (
                "/requestBody/content/application~1json",
                json!({
                    "schema": { "$ref": "#/components/schemas/Event" },
                    "examples": { "one": { "value": { "id": 1, "paid": false } } },
                }),
            ),
        ],
    );
    let examples = json!([{ "id": 7, "paid": true }, { "id": 8, "paid": false }]);
    check(&document, "/components/schemas/Event", &[("/examples", examples)]);
}

#[fastrs::test]
async fn callbacks_and_webhooks_are_described() {
    let document = document(app());
    let path = "/paths/~1all~1{id}/post/callbacks/paid/{$request.query.callback}~1{$request.body.id}/post";
    check(
        &document,
        path,
        &[
            ("/description", json!("An address that somebody listens at.")),
            ("/operationId", json!("paid__request_query_callback____request_body_id__post")),
            ("/parameters/0/name", json!("x-signature")),
            ("/requestBody/content/application~1json/schema/$ref", json!("#/components/schemas/Event")),
            ("/responses/422/description", json!("Validation Error")),
            ("/responses/413", Value::Null),
            ("/deprecated", json!(true)),
            ("/tags", json!(["sent"])),
        ],
    );
    let path = "/paths/~1all~1{id}/post/callbacks/gone/{$request.query.callback}~1gone/post";
    check(
        &document,
        path,
        &[("/operationId", json!("tell_that_it_is_gone")), ("/responses/422", Value::Null)],
    );
    check(
        &document,
        "/webhooks/something-happened/post",
        &[
            ("/summary", json!("Something Happened")),
            ("/operationId", json!("something_happenedsomething_happened_post")),
            ("/requestBody/content/application~1json/schema/$ref", json!("#/components/schemas/Event")),
        ],
    );
    let client = TestClient::new(app());
    client.post("/something-happened").json(&json!({ "id": 1, "paid": true })).await.assert_status(404);
}

#[fastrs::test]
async fn what_has_no_body_cannot_be_served() {
    let faults = App::new("Test", "1").routes(routes![paid, something_happened]).build().unwrap_err();
    let faults: Vec<_> = faults.iter().map(|fault| fault.what.as_str()).collect();
    let expected = [
        "`paid` has no body, so it cannot be served",
        "`something_happened` has no body, so it cannot be served",
    ];
    assert_eq!(faults, expected);
}

#[fastrs::test]
async fn an_app_says_who_and_where_it_is() {
    let servers = json!([{ "url": "https://api.example.com" }, { "url": "/", "description": "Here" }]);
    check(
        &document(app()),
        "",
        &[
            ("/info/license", json!({ "name": "MIT", "url": "https://example.com/licence" })),
            ("/servers", servers),
            (
                "/tags",
                json!([
                    { "name": "first-steps", "description": "Where to begin.", "externalDocs": { "url": "https://example.com/begin" } },
                    { "name": "reports", "externalDocs": { "url": "https://example.com/reports", "description": "All" } },
                ]),
            ),
            (
                "/externalDocs",
                json!({ "url": "https://example.com/handbook", "description": "The handbook" }),
            ),
        ],
    );
    let keys: Vec<String> = document(app()).as_object().unwrap().keys().cloned().collect();
    let order = ["openapi", "info", "servers", "paths", "webhooks", "components", "tags", "externalDocs"];
    assert_eq!(keys, order);
}

#[fastrs::test]
async fn the_document_is_edited_in_order() {
    let app = app().openapi(|document| document["x-first"] = 1.into()).openapi(|document| {
        document["x-second"] = (document["x-first"].as_i64().unwrap() + 1).into();
    });
    let client = TestClient::new(app);
    let document = client.get("/openapi.json").await.assert_ok().value();
    assert_eq!((&document["x-first"], &document["x-second"]), (&json!(1), &json!(2)));
}

#[get("/in", operation_id = "its_own")]
async fn named() -> NoContent {
    NoContent
}

#[get("/in")]
async fn unnamed() -> NoContent {
    NoContent
}

#[fastrs::test]
async fn the_app_makes_the_ids_that_are_not_named() {
    fn id(operation: Operation<'_>) -> String {
        let Operation { name, method, path, tags, .. } = operation;
        format!("{name} {method} {path} {}", tags.join("+"))
    }
    let router = || Router::new("/v1").tags(["one"]).routes(routes![unnamed]);
    let app = App::new("Test", "1").operation_ids(id).routes(routes![named]).include(router());
    check(
        &document(app),
        "/paths",
        &[
            ("/~1in/get/operationId", json!("its_own")),
            ("/~1v1~1in/get/operationId", json!("unnamed GET /v1/in one")),
        ],
    );
    let app = App::new("Test", "1").operation_ids(|_| "same".to_owned());
    let faults = app.include(router()).include(router().prefix("/v0")).build().unwrap_err();
    assert!(faults.to_string().contains("two operations have the id `same`"), "{faults}");
}

#[model]
struct Account {
    name: String,
    #[serde(skip_deserializing)]
    balance: i64,
}

#[post("/account")]
async fn account(account: Account) -> Account {
    account
}

#[fastrs::test]
async fn a_model_has_two_schemas_or_one() {
    let names = |app: App| -> Vec<String> {
        let document = document(app.routes(routes![account]));
        let schemas = document["components"]["schemas"].as_object().unwrap();
        schemas.keys().filter(|name| name.starts_with("Account")).cloned().collect()
    };
    assert_eq!(names(App::new("Test", "1")), ["Account-Input", "Account-Output"]);
    assert_eq!(names(App::new("Test", "1").separate_input_output_schemas(false)), ["Account"]);
}

#[fastrs::test]
async fn json_needs_a_content_type_unless_the_app_says_otherwise() {
    let body = br#"{"name": "Ann"}"#;
    for (strict, media, status) in [
        (true, None, 415),
        (false, None, 200),
        (true, Some("application/vnd.api+json"), 200),
        (true, Some("Application/JSON; charset=utf-8"), 200),
        (false, Some("text/plain"), 415),
        (false, Some(""), 415),
        (true, Some("application/jsonl"), 415),
        (true, Some("text/json"), 415),
    ] {
        let app = App::new("Test", "1").strict_content_type(strict).routes(routes![account]);
        let client = TestClient::new(app);
        let request = client.post("/account");
        let request = match media {
            Some(media) => request.body(media, body.to_vec()),
            None => request.bytes(body.to_vec()),
        };
        assert_eq!(request.await.status(), status, "{strict} {media:?}");
    }
}
