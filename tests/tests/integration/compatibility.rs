//! The compatibility gate: what clients rely on stays, and everything else may change.

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

use fastrs::prelude::*;
use fastrs::testing::breaking_changes;
use serde_json::{Value, json};

/// What breaks from the first document to the second, and back.
#[track_caller]
fn check(case: &str, old: &Value, new: &Value, breaks: &[&str], back: &[&str]) {
    assert_eq!(breaking_changes(old, new), breaks, "{case}");
    assert_eq!(breaking_changes(new, old), back, "{case}, back");
    assert_eq!(breaking_changes(old, old), [""; 0], "{case}: itself");
}

fn document(operation: Value) -> Value {
    let named = json!({
        "Tree": { "type": "object", "properties": { "next": { "$ref": "#/components/schemas/Tree" } } },
        "Cat": { "type": "object", "properties": { "kind": { "const": "cat" }, "lives": { "type": "integer", "maximum": 9 } }, "required": ["kind"] },
        "OldCat": { "type": "object", "properties": { "kind": { "const": "cat" }, "lives": { "type": "integer", "maximum": 7 } }, "required": ["kind"] },
        "Dog": { "type": "object", "properties": { "kind": { "const": "dog" } }, "required": ["kind"] },
    });
    json!({ "paths": { "/items/{id}": { "put": operation } }, "components": { "schemas": named } })
}

/// A change of one schema: what breaks where it is sent, and what where it is answered.
#[track_caller]
fn check_schema(old: Value, new: Value, sent: &[&str], answered: &[&str]) {
    let body = |schema: &Value| {
        document(json!({ "requestBody": { "content": { "application/json": { "schema": schema } } } }))
    };
    let answer = |schema: &Value| {
        document(
            json!({ "responses": { "200": { "content": { "application/json": { "schema": schema } } } } }),
        )
    };
    let told = |found: Vec<String>| -> Vec<String> {
        found.iter().map(|change| change.strip_prefix("`PUT /items/{id}`: ").unwrap().to_owned()).collect()
    };
    assert_eq!(told(breaking_changes(&body(&old), &body(&new))), sent, "sent: {old} {new}");
    assert_eq!(told(breaking_changes(&answer(&old), &answer(&new))), answered, "answered: {old} {new}");
}

#[test]
fn operations_parameters_and_answers() {
    let parameter = |name: &str, place: &str, required: bool| json!({ "name": name, "in": place, "required": required, "schema": {} });
    let with = |parameters: Value| document(json!({ "parameters": parameters }));
    let none = document(json!({}));
    check("no operation", &none, &json!({}), &["`PUT /items/{id}` is gone"], &[]);
    let renamed = json!({ "paths": { "/items/{item_id}": { "put": { "parameters": [parameter("item_id", "path", true)] } } } });
    check("a placeholder", &with(json!([parameter("id", "path", true)])), &renamed, &[], &[]);
    check("optional", &none, &with(json!([parameter("q", "query", false)])), &[], &[]);
    check(
        "required",
        &none,
        &with(json!([parameter("q", "query", true)])),
        &["`PUT /items/{id}`: the query parameter `q` is required now"],
        &[],
    );
    check(
        "required now",
        &with(json!([parameter("X-Token", "header", false)])),
        &with(json!([parameter("x-token", "header", true)])),
        &["`PUT /items/{id}`: the header parameter `x-token` is required now"],
        &[],
    );
    let body = |required: bool, media: &str| {
        document(json!({ "requestBody": { "required": required, "content": { media: {} } } }))
    };
    check("a body", &none, &body(true, "text/plain"), &["`PUT /items/{id}`: the body is required now"], &[]);
    check(
        "another body",
        &body(false, "application/json"),
        &body(false, "text/plain"),
        &["`PUT /items/{id}`: the body is no longer taken as `application/json`"],
        &["`PUT /items/{id}`: the body is no longer taken as `text/plain`"],
    );
    let answers = |answers: Value| document(json!({ "responses": answers }));
    check(
        "answers",
        &answers(json!({ "200": { "headers": { "x-id": {} }, "content": { "text/plain": {} } }, "404": {} })),
        &answers(json!({ "200": {} })),
        &[
            "`PUT /items/{id}`: the header `x-id` of the answer 200 is gone",
            "`PUT /items/{id}`: the answer 200 is no longer `text/plain`",
            "`PUT /items/{id}`: the answer 404 is gone",
        ],
        &[],
    );
    let security = |needed: Value| document(json!({ "security": needed }));
    check(
        "credentials",
        &none,
        &security(json!([{ "Key": [] }])),
        &["`PUT /items/{id}`: credentials are needed now"],
        &[],
    );
    check("optional credentials", &none, &security(json!([{}, { "Key": [] }])), &[], &[]);
}

#[test]
fn ids_are_what_generated_clients_call() {
    let id = |id: &str| document(json!({ "operationId": id }));
    check(
        "ids",
        &id("put_item"),
        &id("replace_item"),
        &["`PUT /items/{id}`: its operation id is `replace_item` now, and was `put_item`"],
        &["`PUT /items/{id}`: its operation id is `put_item` now, and was `replace_item`"],
    );
    check("no id", &id("put_item"), &document(json!({})), &[], &[]);
}

#[test]
fn what_the_app_sends_is_a_promise_the_other_way_round() {
    let event = |properties: Value, required: Value, answers: Value| {
        let schema = json!({ "type": "object", "properties": properties, "required": required });
        json!({ "post": {
            "parameters": [{ "name": "x-event", "in": "header", "required": true, "schema": { "type": "string" } }],
            "requestBody": { "required": true, "content": { "application/json": { "schema": schema } } },
            "responses": answers,
        } })
    };
    let name = json!({ "name": { "type": "string" } });
    let both = json!({ "name": { "type": "string" }, "age": { "type": "integer" } });
    let old = event(both.clone(), json!(["name", "age"]), json!({ "200": {}, "410": {} }));
    // A field that is not sent, an answer that is not taken; and back, where both are more than there was.
    let new = event(name.clone(), json!(["name"]), json!({ "200": {} }));
    let breaks = ["`age` of the body is gone", "the answer 410 is no longer taken"];
    let webhook = |item: &Value| json!({ "webhooks": { "new-user": item } });
    let told = breaks.map(|change| format!("the webhook `POST new-user`: {change}"));
    check("a webhook", &webhook(&old), &webhook(&new), &told.each_ref().map(String::as_str), &[]);
    check("no webhook", &webhook(&old), &json!({}), &["the webhook `POST new-user` is no longer sent"], &[]);

    let callback =
        |item: &Value| document(json!({ "callbacks": { "paid": { "{$request.body#/url}": item } } }));
    let told = breaks.map(|change| format!("`PUT /items/{{id}}`, the callback `paid`: {change}"));
    check("a callback", &callback(&old), &callback(&new), &told.each_ref().map(String::as_str), &[]);
    let gone = "`PUT /items/{id}`, the callback `paid` is no longer sent";
    check("no callback", &callback(&old), &document(json!({})), &[gone], &[]);

    let mut silent = old.clone();
    silent["post"]["parameters"] = json!([]);
    silent["post"]["requestBody"]["required"] = false.into();
    let told = ["the header parameter `x-event` is no longer sent", "the body may be left out now"];
    let told = told.map(|change| format!("the webhook `POST new-user`: {change}"));
    check("silent", &webhook(&old), &webhook(&silent), &told.each_ref().map(String::as_str), &[]);
}

#[test]
fn types_words_and_bounds() {
    let integer = json!({ "type": "integer" });
    check_schema(
        integer.clone(),
        json!({ "type": "number" }),
        &[],
        &["the answer 200 is number now, and was integer"],
    );
    check_schema(
        json!({ "type": "number" }),
        integer.clone(),
        &["the body is integer now, and was number"],
        &[],
    );
    check_schema(
        json!({ "type": "integer", "format": "int32" }),
        json!({ "type": "integer", "format": "int64" }),
        &[],
        &["the answer 200 is integer (int64) now, and was integer (int32)"],
    );
    check_schema(
        json!({ "type": "string" }),
        json!({ "type": "string", "format": "uuid" }),
        &["the body is string (uuid) now, and was string"],
        &[],
    );
    check_schema(json!({}), integer.clone(), &["the body is integer now, and was anything"], &[]);
    check_schema(
        json!({ "type": "string", "enum": ["a", "b"] }),
        json!({ "type": "string", "enum": ["b", "c"] }),
        &["the body can no longer be \"a\""],
        &["the answer 200 can be \"c\" now"],
    );
    check_schema(
        json!({ "type": "string" }),
        json!({ "type": "string", "const": "a" }),
        &["the body must be one of [\"a\"] now"],
        &[],
    );
    check_schema(
        json!({ "type": "integer", "minimum": 1, "maximum": 9 }),
        json!({ "type": "integer", "minimum": 2, "maximum": 10 }),
        &["the body: `minimum` is 2 now, and was 1"],
        &["the answer 200: `maximum` is 10 now, and was 9"],
    );
    check_schema(
        json!({ "type": "string" }),
        json!({ "type": "string", "maxLength": 5, "pattern": "^a" }),
        &[
            "the body: `maxLength` is 5 now, and was not set",
            "the body: `pattern` is \"^a\" now, and was not set",
        ],
        &[],
    );
}

#[test]
fn fields_items_and_alternatives() {
    let object = |properties: Value, required: Value| json!({ "type": "object", "properties": properties, "required": required });
    let small = object(json!({ "a": { "type": "string" } }), json!(["a"]));
    let large = object(json!({ "a": { "type": "string" }, "b": { "type": "string" } }), json!(["a", "b"]));
    check_schema(small.clone(), large.clone(), &["`b` of the body is required now"], &[]);
    check_schema(large.clone(), small.clone(), &[], &["`b` of the answer 200 is gone"]);
    check_schema(
        large.clone(),
        object(large["properties"].clone(), json!(["a"])),
        &[],
        &["`b` of the answer 200 may be left out now"],
    );
    let mut closed = small.clone();
    closed["additionalProperties"] = json!(false);
    check_schema(
        large,
        closed,
        &["`b` of the body is no longer taken", "the body can no longer have further fields"],
        &["`b` of the answer 200 is gone"],
    );
    let list = |items: &Value| object(json!({ "rows": { "type": "array", "items": items } }), json!([]));
    check_schema(
        list(&json!({ "type": "integer", "minimum": 0 })),
        list(&json!({ "type": "integer", "minimum": 1 })),
        &["`rows[]` of the body: `minimum` is 1 now, and was 0"],
        &[],
    );
    let nullable = json!({ "anyOf": [{ "type": "string" }, { "type": "null" }] });
    check_schema(json!({ "type": "string" }), nullable.clone(), &[], &["the answer 200 can be null now"]);
    check_schema(nullable, json!({ "type": "string" }), &["the body can no longer be null"], &[]);
    let pets = |names: &[&str]| {
        let all: Vec<Value> =
            names.iter().map(|name| json!({ "$ref": format!("#/components/schemas/{name}") })).collect();
        json!({ "oneOf": all })
    };
    check_schema(pets(&["Cat", "Dog"]), pets(&["Cat"]), &["the body can no longer be kind = \"dog\""], &[]);
    check_schema(pets(&["Cat"]), pets(&["Cat", "Dog"]), &[], &["the answer 200 can be kind = \"dog\" now"]);
    check_schema(
        pets(&["Cat", "Dog"]),
        pets(&["OldCat", "Dog"]),
        &["`lives` of the body: `maximum` is 7 now, and was 9"],
        &[],
    );
    let tree = json!({ "$ref": "#/components/schemas/Tree" });
    check_schema(tree.clone(), tree, &[], &[]);
    check_schema(
        json!({ "allOf": [{ "$ref": "#/components/schemas/Dog" }, { "required": ["name"] }] }),
        json!({ "$ref": "#/components/schemas/Dog" }),
        &[],
        &[],
    );
}

mod one {
    use fastrs::prelude::*;

    #[model]
    pub struct Item {
        pub name: String,
        pub note: Option<String>,
    }

    #[post("/items/{id}")]
    pub async fn item(id: u64, page: Option<u32>, item: Item) -> Item {
        let _ = (id, page);
        item
    }

    #[get("/gone")]
    pub async fn gone() {}
}

mod two {
    use fastrs::prelude::*;

    #[model]
    pub struct Item {
        #[field(min_length = 1)]
        pub name: String,
        pub price: f64,
    }

    #[post("/items/{item_id}")]
    pub async fn item(item_id: u64, page: u32, item: Item) -> Item {
        let _ = (item_id, page);
        item
    }
}

#[test]
fn the_changes_of_an_app_are_told_in_its_words() {
    let document =
        |routes: Vec<fastrs::Route>| App::new("Test", "1").routes(routes).build().unwrap().openapi().clone();
    let (old, new) = (
        document(routes![one::item, one::gone].into_iter().collect()),
        document(routes![two::item].into_iter().collect()),
    );
    assert_eq!(
        breaking_changes(&old, &new),
        [
            "`POST /items/{id}`: the query parameter `page` is required now",
            "`POST /items/{id}`: the query parameter `page` can no longer be null",
            "`POST /items/{id}`: `name` of the body: `minLength` is 1 now, and was not set",
            "`POST /items/{id}`: `price` of the body is required now",
            "`POST /items/{id}`: `note` of the answer 200 is gone",
            // Made of the path, whose placeholder has another name.
            "`POST /items/{id}`: its operation id is `item_items__item_id__post` now, and was `item_items__id__post`",
            "`GET /gone` is gone",
        ]
    );
}

/// The file is the test's own: it is written anew on every run.
#[test]
fn the_gate_compares_with_a_file() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("gate/v1.json");
    let name = file.to_str().unwrap().to_owned();
    let _ = fs::remove_file(&file);
    let old = || App::new("Test", "1").routes(routes![one::item, one::gone]);
    let panic = |app: App| {
        let name = name.clone();
        let compared = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            fastrs::testing::compatible(app, &name)
        }));
        compared.err().map(|panic| panic.downcast_ref::<String>().unwrap().clone())
    };
    let missing = panic(old()).unwrap();
    assert!(missing.contains("v1.json`") && missing.contains("FASTRS_UPDATE=1"), "{missing}");
    assert!(!file.exists());

    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, format!("{:#}\n", old().build().unwrap().openapi())).unwrap();
    assert_eq!(panic(old()), None);
    let broken = panic(App::new("Test", "1").routes(routes![one::item])).unwrap();
    assert!(broken.contains("breaks with `") && broken.contains("\n- `GET /gone` is gone\n"), "{broken}");
    assert!(broken.contains("FASTRS_UPDATE=1 cargo test"), "{broken}");
}

fn app() -> App {
    App::new("Gate", "1").routes(routes![one::item])
}

/// As a user writes it; `FASTRS_UPDATE=1` writes the file.
#[test]
fn this_document_stays() {
    fastrs::assert_compatible!(app(), "tests/integration/compatibility/v1.json");
}

fn written_file() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("gate/written/v1.json")
}

#[test]
#[ignore = "run by the test below, in a process of its own"]
fn with_or_without_the_request() {
    fastrs::testing::compatible(app(), written_file().to_str().unwrap());
}

#[test]
fn a_file_is_written_on_request_alone() {
    let run = |update: &str| {
        let mut test = Command::new(env::current_exe().unwrap());
        test.args(["--exact", "compatibility::with_or_without_the_request", "--ignored"]);
        test.env("FASTRS_UPDATE", update).output().unwrap().status.success()
    };
    let _ = fs::remove_file(written_file());
    assert!(!run("0") && !written_file().exists());
    assert!(run("1"));
    let text = fs::read_to_string(written_file()).unwrap();
    assert!(text.starts_with("{\n  \"openapi\"") && text.ends_with("}\n"), "{text}");
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), *app().build().unwrap().openapi());
    assert!(run(""));
}
