//! The document: what the signatures say, in OpenAPI's words.

use std::collections::{BTreeSet, HashMap};

use fastrs::prelude::*;
use fastrs::security::{HttpBearer, OAuth2PasswordBearer, PasswordFlow};
use fastrs::testing::TestClient;
use serde_json::{Value, json};

use crate::support::client;

/// The part of a document at a JSON pointer.
#[track_caller]
fn at<'d>(document: &'d Value, pointer: &str) -> &'d Value {
    document.pointer(pointer).unwrap_or_else(|| panic!("nothing is at {pointer}"))
}

/// The parts of an operation at JSON pointers.
#[track_caller]
fn check(document: &Value, base: &str, expected: &[(&str, Value)]) {
    for (pointer, value) in expected {
        assert_eq!(
            document.pointer(&format!("{base}{pointer}")).unwrap_or(&Value::Null),
            value,
            "{base}{pointer}"
        );
    }
}

/// What kind of thing it is.
#[model(rename_all = "lowercase")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Laptop,
    Phone,
}

#[model]
pub struct Filter {
    /// How many.
    #[field(default = 10, ge = 1, le = 100)]
    pub page_limit: u32,
    pub kind: Option<Kind>,
    #[field(default, max_items = 3)]
    pub tags: Vec<String>,
}

#[model]
pub struct Headers {
    pub x_request_tag: String,
}

#[get("/parameters/{item_id}")]
async fn parameters(
    #[cookie(default = "none")] session: String,
    #[header(deprecated, title = "The Count")] x_count: Option<i64>,
    /// What to look for.
    ///
    /// In any language.
    #[query(min_length = 3, max_length = 50, pattern = "^[a-z]+$", example = "lamp")]
    search: Option<String>,
    #[query(gt = 0.5, lt = 2, multiple_of = 0.5)] factor: f64,
    /// The id of the item.
    #[path(ge = 1)]
    item_id: u32,
    #[query(alias = "kind-of", description = "Which kind")] kind: Kind,
    #[query(default = [Kind::Phone], min_items = 1, max_items = 5, unique_items)] kinds: Vec<Kind>,
    #[query(default = 7, examples = [1, 2])] n: u8,
    ids: Option<BTreeSet<u64>>,
    #[query(hidden)] internal: Option<bool>,
    flag: bool,
    id: Option<uuid::Uuid>,
    when: Option<chrono::DateTime<chrono::Utc>>,
    #[query] filter: Filter,
    #[header] headers: Headers,
) -> NoContent {
    let _ = (
        session, x_count, search, factor, item_id, kind, kinds, n, ids, internal, flag, id, when, filter,
        headers,
    );
    NoContent
}

#[fastrs::test]
async fn parameters_say_all_that_is_checked() {
    let client = client(routes![parameters]);
    let all = at(client.openapi(), "/paths/~1parameters~1{item_id}/get/parameters").as_array().unwrap();
    let found: Vec<_> = all
        .iter()
        .map(|p| format!("{} {}", p["in"].as_str().unwrap(), p["name"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            "path item_id",
            "query search",
            "query factor",
            "query kind-of",
            "query kinds",
            "query n",
            "query ids",
            "query flag",
            "query id",
            "query when",
            "query page_limit",
            "query kind",
            "query tags",
            "header x-count",
            "header x-request-tag",
            "cookie session"
        ]
    );
    let nullable =
        |schema: Value, title: &str| json!({ "anyOf": [schema, { "type": "null" }], "title": title });
    let kind = || json!({ "$ref": "#/components/schemas/Kind" });
    for (name, required, schema) in [
        (
            "item_id",
            true,
            json!({ "type": "integer", "format": "uint32", "minimum": 1, "maximum": 4294967295u32, "description": "The id of the item.", "title": "Item Id" }),
        ),
        (
            "search",
            false,
            json!({
                "anyOf": [{ "type": "string", "minLength": 3, "maxLength": 50, "pattern": "^[a-z]+$" }, { "type": "null" }],
                "description": "What to look for.\n\nIn any language.", "examples": ["lamp"], "title": "Search",
            }),
        ),
        (
            "factor",
            true,
            json!({ "type": "number", "format": "double", "exclusiveMinimum": 0.5, "exclusiveMaximum": 2, "multipleOf": 0.5, "title": "Factor" }),
        ),
        ("kind-of", true, json!({ "$ref": "#/components/schemas/Kind", "description": "Which kind" })),
        (
            "kinds",
            false,
            json!({ "type": "array", "items": kind(), "minItems": 1, "maxItems": 5, "uniqueItems": true, "default": ["phone"], "title": "Kinds" }),
        ),
        (
            "n",
            false,
            json!({ "type": "integer", "format": "uint8", "minimum": 0, "maximum": 255, "default": 7, "examples": [1, 2], "title": "N" }),
        ),
        ("flag", true, json!({ "type": "boolean", "title": "Flag" })),
        ("id", false, nullable(json!({ "type": "string", "format": "uuid" }), "Id")),
        ("when", false, nullable(json!({ "type": "string", "format": "date-time" }), "When")),
        (
            "page_limit",
            false,
            json!({ "type": "integer", "format": "uint32", "minimum": 1, "maximum": 100, "default": 10, "description": "How many.", "title": "Page Limit" }),
        ),
        (
            "x-count",
            false,
            json!({ "anyOf": [{ "type": "integer", "format": "int64" }, { "type": "null" }], "title": "The Count", "deprecated": true }),
        ),
        ("x-request-tag", true, json!({ "type": "string", "title": "X-Request-Tag" })),
        ("session", false, json!({ "type": "string", "default": "none", "title": "Session" })),
    ] {
        let parameter = all.iter().find(|parameter| parameter["name"] == name).unwrap();
        assert_eq!((&parameter["required"], &parameter["schema"]), (&json!(required), &schema), "{name}");
        for key in ["description", "deprecated"] {
            assert_eq!(
                parameter.get(key),
                parameter["schema"].get(key),
                "{name}: {key} stands beside the schema, too"
            );
        }
    }
    check(
        client.openapi(),
        "/components/schemas/Kind",
        &[(
            "",
            json!({ "type": "string", "enum": ["laptop", "phone"], "description": "What kind of thing it is." }),
        )],
    );
}

/// A thing for sale.
#[model]
pub struct Item {
    /// Its name.
    #[field(min_length = 1, max_length = 100, example = "Laptop", title = "The name")]
    pub name: String,
    #[field(gt = 0, multiple_of = 0.5)]
    pub price: f64,
    #[field(max_length = 5)]
    pub note: Option<String>,
    #[field(default, max_items = 20, unique_items)]
    pub tags: Vec<Tag>,
    #[field(default = 3, deprecated)]
    pub count: u8,
    pub kind: Kind,
    pub maybe: Option<Kind>,
    pub secret: Option<Secret<String>>,
    pub weights: HashMap<String, f32>,
    pub pair: (u8, String),
    #[field(ge = 1)]
    pub parent: Option<i64>,
}

#[model]
#[derive(PartialEq, Eq, Hash)]
pub struct Tag(#[field(pattern = "^[a-z]+$")] String);

#[model(tag = "type")]
pub enum Shape {
    Circle {
        #[field(gt = 0)]
        r: f64,
    },
    Item(Item),
    Point,
}

#[model]
pub struct Page<T> {
    pub items: Vec<T>,
    pub total: u64,
}

#[model(deny_unknown_fields, rename_all = "camelCase")]
pub struct Closed {
    pub first_name: String,
    pub inner: Option<Box<Closed>>,
}

#[post("/item")]
async fn item(item: Item) -> Item {
    item
}

#[post("/several")]
async fn several(
    item: Item,
    closed: Option<Closed>,
    #[body(ge = 1, default = 2)] importance: u32,
) -> NoContent {
    let _ = (item, closed, importance);
    NoContent
}

#[post("/embedded")]
async fn embedded(#[body(embed)] shape: Shape) -> Json<Shape> {
    Json(shape)
}

#[post("/form")]
async fn form(
    #[form] username: String,
    #[form(min_length = 8)] password: Secret<String>,
    #[form(default)] tags: Vec<String>,
) -> NoContent {
    let _ = (username, password, tags);
    NoContent
}

#[post("/form-model")]
async fn form_model(#[form] closed: Filter) -> Page<Tag> {
    Page { items: vec![Tag(closed.tags.concat())], total: 1 }
}

#[post("/bytes")]
async fn bytes(#[body(raw)] data: Bytes) -> Bytes {
    data
}

#[post("/text")]
async fn text(#[body(raw)] text: String) -> String {
    text
}

#[post("/list")]
async fn list(#[body(min_items = 1)] items: Vec<Closed>) -> Page<Closed> {
    Page { total: 1, items }
}

#[put("/optional")]
async fn optional(item: Option<Item>) -> NoContent {
    let _ = item;
    NoContent
}

fn bodies() -> TestClient {
    client(routes![item, several, embedded, form, form_model, bytes, text, list, optional])
}

#[fastrs::test]
async fn bodies_are_described_as_they_are_taken() {
    let client = bodies();
    let document = client.openapi();
    let json = "/application~1json/schema";
    let form = "/application~1x-www-form-urlencoded/schema";
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    for (path, required, pointer, schema) in [
        ("item", json!(true), json, reference("Item")),
        ("optional", Value::Null, json, json!({ "anyOf": [reference("Item"), { "type": "null" }] })),
        (
            "several",
            json!(true),
            json,
            json!({
                "properties": {
                    "item": reference("Item"),
                    "closed": { "anyOf": [reference("Closed"), { "type": "null" }], "title": "Closed" },
                    "importance": { "type": "integer", "format": "uint32", "minimum": 1, "maximum": 4294967295u32, "default": 2, "title": "Importance" },
                },
                "type": "object", "title": "Body_several_several_post", "required": ["item"],
            }),
        ),
        (
            "embedded",
            json!(true),
            json,
            json!({ "properties": { "shape": reference("Shape") }, "type": "object", "title": "Body_embedded_embedded_post", "required": ["shape"] }),
        ),
        (
            "form",
            json!(true),
            form,
            json!({
                "properties": {
                    "username": { "type": "string", "title": "Username" },
                    "password": { "type": "string", "format": "password", "writeOnly": true, "minLength": 8, "title": "Password" },
                    "tags": { "type": "array", "items": { "type": "string" }, "default": [], "title": "Tags" },
                },
                "type": "object", "title": "Body_form_form_post", "required": ["username", "password"],
            }),
        ),
        ("form-model", json!(true), form, reference("Filter")),
        ("bytes", Value::Null, "/application~1octet-stream/schema", json!({})),
        ("text", Value::Null, "/text~1plain/schema", json!({ "type": "string" })),
        ("list", json!(true), json, json!({ "type": "array", "items": reference("Closed"), "minItems": 1 })),
    ] {
        let base = format!("/paths/~1{path}/{}/requestBody", if path == "optional" { "put" } else { "post" });
        // Several parts are an object with a name of its own.
        let schema = match schema["title"].as_str().filter(|title| title.starts_with("Body_")) {
            Some(name) => {
                check(document, "/components/schemas", &[(&format!("/{name}"), schema.clone())]);
                reference(name)
            }
            None => schema,
        };
        check(document, &base, &[("/required", required), (&format!("/content{pointer}"), schema)]);
    }
}

#[fastrs::test]
async fn models_say_all_that_is_checked() {
    let client = bodies();
    let document = client.openapi();
    check(
        document,
        "/components/schemas/Item",
        &[
            ("/type", json!("object")),
            ("/description", json!("A thing for sale.")),
            ("/required", json!(["name", "price", "kind", "weights", "pair"])),
            (
                "/properties/name",
                json!({ "type": "string", "description": "Its name.", "minLength": 1, "maxLength": 100, "title": "The name", "examples": ["Laptop"] }),
            ),
            ("/properties/price/exclusiveMinimum", json!(0)),
            ("/properties/price/multipleOf", json!(0.5)),
            ("/properties/note/anyOf/0/maxLength", json!(5)),
            ("/properties/tags/items", json!({ "$ref": "#/components/schemas/Tag" })),
            ("/properties/tags/uniqueItems", json!(true)),
            ("/properties/tags/default", json!([])),
            ("/properties/count/default", json!(3)),
            ("/properties/count/deprecated", json!(true)),
            ("/properties/kind", json!({ "$ref": "#/components/schemas/Kind" })),
            ("/properties/weights/additionalProperties/type", json!("number")),
            ("/properties/pair/prefixItems/1/type", json!("string")),
            ("/properties/pair/maxItems", json!(2)),
            ("/properties/parent/anyOf/0/minimum", json!(1)),
            ("/properties/secret/anyOf/0/format", json!("password")),
        ],
    );
    check(
        document,
        "/components/schemas",
        &[
            // What is always written is required of the one who reads it.
            ("/Tag/pattern", json!("^[a-z]+$")),
            ("/Closed/additionalProperties", json!(false)),
            ("/Closed/required", json!(["firstName"])),
            ("/Closed/properties/inner/anyOf/0/$ref", json!("#/components/schemas/Closed")),
            ("/Page_Closed_/properties/items/items/$ref", json!("#/components/schemas/Closed")),
            ("/Page_Tag_/required", json!(["items", "total"])),
        ],
    );
    assert!(!document.to_string().contains("x-fastrs-type"), "our own marks stay inside");
}

#[fastrs::test]
async fn every_variant_of_a_tagged_union_has_a_schema() {
    let client = bodies();
    let document = client.openapi();
    let shape = |variant: &str| json!(format!("#/components/schemas/Shape{variant}"));
    check(
        document,
        "/components/schemas",
        &[
            ("/Shape/oneOf/1/$ref", shape("Item")),
            ("/Shape/discriminator/propertyName", json!("type")),
            ("/Shape/discriminator/mapping/Point", shape("Point")),
            ("/ShapeCircle/required", json!(["type", "r"])),
            ("/ShapeItem/allOf/0/$ref", json!("#/components/schemas/Item")),
            ("/ShapeItem/allOf/1/properties/type/const", json!("Item")),
        ],
    );
}

mod one {
    use fastrs::prelude::*;

    #[model]
    pub struct Same {
        pub a: u8,
    }
}

mod two {
    use fastrs::prelude::*;

    #[model]
    pub struct Same {
        pub b: String,
    }
}

#[model]
pub struct Split {
    #[field(default = 1)]
    pub with_default: u8,
    #[serde(skip_deserializing)]
    pub computed: u8,
    pub inner: Option<Box<Split>>,
}

#[model]
pub struct HoldsSplit {
    pub split: Split,
}

#[post("/same")]
async fn same(first: one::Same) -> two::Same {
    two::Same { b: first.a.to_string() }
}

#[post("/split")]
async fn split(split: HoldsSplit) -> HoldsSplit {
    split
}

#[fastrs::test]
async fn types_are_told_apart() {
    let client = client(routes![same, split]);
    let schemas = at(client.openapi(), "/components/schemas").as_object().unwrap();
    let ours: Vec<_> = schemas.keys().filter(|name| name.contains("S")).map(String::as_str).collect();
    assert_eq!(
        ours.iter().copied().filter(|name| !name.contains("HTTP")).collect::<Vec<_>>(),
        [
            "HoldsSplit-Input",
            "HoldsSplit-Output",
            "Split-Input",
            "Split-Output",
            "integration__document__one__Same",
            "integration__document__two__Same"
        ]
    );
    check(
        client.openapi(),
        "/components/schemas",
        &[
            ("/Split-Input/properties/computed", Value::Null),
            ("/Split-Output/properties/computed/type", json!("integer")),
            ("/Split-Input/properties/inner/anyOf/0/$ref", json!("#/components/schemas/Split-Input")),
            ("/HoldsSplit-Output/properties/split/$ref", json!("#/components/schemas/Split-Output")),
        ],
    );
}

#[derive(Debug, thiserror::Error, ApiError)]
pub enum ItemError {
    /// There is no such item.
    #[error("not there")]
    #[status(404)]
    Missing,
    #[error("broken")]
    #[status(500)]
    Broken,
}

struct Login;

impl PasswordFlow for Login {
    const TOKEN_URL: &'static str = "/auth/token";
    const SCOPES: &'static [(&'static str, &'static str)] = &[("me", "Read me")];
}

struct User;

#[dependency]
async fn user(
    token: OAuth2PasswordBearer<Login>,
    #[query(default = 5)] depth: u8,
) -> Result<User, ItemError> {
    let _ = (token, depth);
    Ok(User)
}

/// Read one thing.
///
/// With all its parts.
#[get("/things/{thing_id}", tags = ["things", "more"], deprecated, responses((202, "Later"), (409, "Taken", Item)))]
async fn read_thing(thing_id: u8, _user: Depends<User>) -> Result<Item, ItemError> {
    Err(if thing_id == 0 { ItemError::Missing } else { ItemError::Broken })
}

#[post(
    "/things",
    status = 201,
    summary = "Make it",
    description = "At once.",
    operation_id = "makeIt",
    timeout = "5 s"
)]
async fn make_thing(_token: HttpBearer, item: Item) -> Reply<Item> {
    Reply::new(item)
}

#[get("/maybe")]
async fn maybe(token: Option<HttpBearer>) -> Result<Option<String>, HttpError> {
    Ok(token.map(|token| token.token().to_owned()))
}

#[get("/secret", hidden)]
async fn hidden() -> &'static str {
    "hidden"
}

#[get("/moved")]
async fn moved() -> Redirect<301> {
    Redirect::to("/things")
}

#[fastrs::test]
async fn operations_name_every_answer() {
    let app = App::new("Shop", "2.0").summary("s").description("d").license("MIT").contact(
        "n",
        "https://x.example",
        "",
    );
    let app = app
        .tag("things", "All things")
        .server("https://api.example.com")
        .terms_of_service("https://x.example/terms");
    let client = TestClient::new(app.routes(routes![read_thing, make_thing, maybe, hidden, moved]));
    let document = client.openapi();
    check(
        document,
        "",
        &[
            ("/openapi", json!("3.1.0")),
            (
                "/info",
                json!({ "title": "Shop", "summary": "s", "description": "d", "termsOfService": "https://x.example/terms", "contact": { "name": "n", "url": "https://x.example" }, "license": { "name": "MIT", "identifier": "MIT" }, "version": "2.0" }),
            ),
            ("/servers", json!([{ "url": "https://api.example.com" }])),
            ("/tags", json!([{ "name": "things", "description": "All things" }])),
            (
                "/components/securitySchemes",
                json!({
                    "OAuth2PasswordBearer": { "type": "oauth2", "flows": { "password": { "scopes": { "me": "Read me" }, "tokenUrl": "/auth/token" } } },
                    "HTTPBearer": { "type": "http", "scheme": "bearer" },
                }),
            ),
        ],
    );
    let paths: Vec<_> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(paths, ["/things/{thing_id}", "/things", "/maybe", "/moved"]);
    for (pointer, statuses) in [
        ("/paths/~1things~1{thing_id}/get", &["200", "202", "401", "404", "409", "422", "500"][..]),
        ("/paths/~1things/post", &["201", "401", "413", "415", "422", "504"]),
        ("/paths/~1maybe/get", &["200", "404", "default"]),
        ("/paths/~1moved/get", &["301"]),
    ] {
        let responses = at(document, &format!("{pointer}/responses")).as_object().unwrap();
        assert_eq!(responses.keys().collect::<Vec<_>>(), statuses, "{pointer}");
        for response in responses.values() {
            assert!(response["description"].as_str().is_some_and(|text| !text.is_empty()));
        }
    }
    check(
        document,
        "/paths/~1things~1{thing_id}/get",
        &[
            ("/tags", json!(["things", "more"])),
            ("/summary", json!("Read Thing")),
            ("/description", json!("Read one thing.\n\nWith all its parts.")),
            ("/operationId", json!("read_thing_things__thing_id__get")),
            ("/deprecated", json!(true)),
            ("/security", json!([{ "OAuth2PasswordBearer": [] }])),
            ("/parameters/1/name", json!("depth")),
            ("/responses/409/content/application~1json/schema/$ref", json!("#/components/schemas/Item")),
            ("/responses/202/description", json!("Later")),
        ],
    );
    check(
        document,
        "/paths/~1things/post",
        &[
            ("/summary", json!("Make it")),
            ("/description", json!("At once.")),
            ("/operationId", json!("makeIt")),
            ("/security", json!([{ "HTTPBearer": [] }])),
            ("/deprecated", Value::Null),
        ],
    );
    check(document, "/paths/~1maybe/get", &[("/security", json!([{ "HTTPBearer": [] }, {}]))]);
}

/// Every reference leads somewhere, and every component is used.
#[fastrs::test]
async fn no_reference_dangles() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            Value::Object(object) => object.iter().for_each(|(key, value)| match value.as_str() {
                Some(target) if key == "$ref" => _ = found.insert(target.to_owned()),
                _ => references(value, found),
            }),
            _ => {}
        }
    }
    let routes =
        routes![parameters, item, several, embedded, form, form_model, list, same, split, read_thing, maybe];
    let client = client(routes);
    let document = client.openapi();
    let mut found = BTreeSet::new();
    references(document, &mut found);
    let components = at(document, "/components/schemas").as_object().unwrap();
    let known: BTreeSet<String> =
        components.keys().map(|name| format!("#/components/schemas/{name}")).collect();
    assert_eq!(found, known);
    assert!(jsonschema::draft202012::meta::is_valid(&json!({ "$defs": components })));
}

#[fastrs::test]
async fn the_document_is_served_with_its_tag() {
    let client = bodies();
    let response = client.get("/openapi.json").await.assert_status(200);
    assert_eq!(response.header("content-type"), Some("application/json"));
    assert_eq!(&response.value(), client.openapi());
    let tag = response.header("etag").unwrap().to_owned();
    for (value, status) in [
        (tag.clone(), 304),
        (format!("W/{tag}"), 304),
        (format!("\"x\", {tag}"), 304),
        ("*".to_owned(), 304),
        ("\"x\"".to_owned(), 200),
    ] {
        let response = client.get("/openapi.json").header("if-none-match", &value).await;
        assert_eq!((response.status(), response.bytes().is_empty()), (status, status == 304), "{value}");
        assert_eq!(response.header("etag"), Some(&*tag));
    }
}

#[fastrs::test]
async fn the_pages_need_nothing_from_outside() {
    let client = bodies();
    for path in ["/docs", "/redoc"] {
        let response = client.get(path).await.assert_status(200);
        assert_eq!(response.header("content-type"), Some("text/html; charset=utf-8"));
        let policy = response.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") || policy.contains("default-src 'self'"), "{policy}");
        assert!(!policy.contains("unsafe-eval") && !policy.contains("http"), "{policy}");
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"));
        let html = response.text();
        for attribute in ["src=\"", "href=\""] {
            for link in html.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap()) {
                assert!(!link.starts_with("http") && !link.starts_with("//"), "{path}: {link}");
                if link.starts_with('/') {
                    client.get(link).await.assert_status(200);
                }
            }
        }
    }
    let moved = App::new("Test", "1")
        .docs(Docs::default().openapi("/api/doc.json").swagger_ui("/try").reference(None));
    let moved = TestClient::new(moved);
    for (path, status) in
        [("/api/doc.json", 200), ("/try", 200), ("/redoc", 404), ("/docs", 404), ("/openapi.json", 404)]
    {
        moved.get(path).await.assert_status(status);
    }
    assert!(moved.get("/try").await.text().contains("/api/doc.json"));
    let none = TestClient::new(App::new("Test", "1").docs(Docs::none()));
    for path in ["/docs", "/redoc", "/openapi.json"] {
        none.get(path).await.assert_status(404);
    }
}

#[model]
#[schemars(rename = "Größe <in %>")]
pub struct Size {
    pub percent: u8,
}

#[post("/size")]
async fn size(body: Size) -> Size {
    body
}

/// A name may need escaping in a reference; the component has one that does not.
#[fastrs::test]
async fn a_reference_leads_to_its_component_whatever_the_name() {
    let client = client(routes![size]);
    let reference = "/paths/~1size/post/requestBody/content/application~1json/schema/$ref";
    let target = at(client.openapi(), reference).as_str().unwrap();
    let pointer = target.strip_prefix('#').unwrap();
    assert_eq!(at(client.openapi(), pointer)["properties"]["percent"]["type"], "integer");
}
