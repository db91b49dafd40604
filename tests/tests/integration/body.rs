//! Bodies: JSON whole and in parts, raw bodies, and every way in which a body can be bad.

use std::collections::{BTreeMap, HashMap};

use fastrs::prelude::*;
use fastrs::testing::{TestClient, TestRequest};
use serde_json::{Value, json};

use crate::support::{answers, client, entry, missing, refuses, send, summary};

const MODEL: (&str, &str) =
    ("model_attributes_type", "Input should be a valid dictionary or object to extract fields from");
const INT: (&str, &str) = ("int_type", "Input should be a valid integer");

#[model]
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    #[field(min_length = 1)]
    pub name: String,
    pub price: f64,
    #[field(default)]
    pub count: u64,
}

#[model]
#[derive(Debug, Clone)]
pub struct User {
    pub username: String,
    pub password: Option<Secret<String>>,
}

#[model]
#[derive(Debug, Clone)]
pub struct AllDefault {
    #[field(default = 3)]
    pub a: u8,
    pub b: Option<String>,
}

#[post("/single")]
async fn single(item: Item) -> Item {
    item
}

#[post("/defaults")]
async fn defaults(all: AllDefault) -> AllDefault {
    all
}

#[post("/two")]
async fn two(item: Item, user: User) -> Json<(String, String)> {
    Json((item.name, user.username))
}

#[post("/three")]
async fn three(item: Item, user: Option<User>, #[body(ge = 1)] importance: u32) -> Json<Value> {
    Json(json!([item.name, user.map(|user| user.username), importance]))
}

#[post("/scalar")]
async fn scalar(#[body(ge = 1, le = 5)] importance: u32) -> Json<u32> {
    Json(importance)
}

#[post("/scalar-default")]
async fn scalar_default(#[body(default = 3)] importance: u32) -> Json<u32> {
    Json(importance)
}

#[post("/embedded")]
async fn embedded(#[body(embed)] item: Item) -> Item {
    item
}

#[post("/embedded-scalar")]
async fn embedded_scalar(#[body(embed, alias = "a-b")] importance: u32) -> Json<u32> {
    Json(importance)
}

#[post("/optional")]
async fn optional(item: Option<Item>) -> Json<bool> {
    Json(item.is_some())
}

#[post("/required")]
async fn required(#[body(required)] user: Option<User>) -> Json<bool> {
    Json(user.is_some())
}

#[post("/required-field")]
async fn required_field(#[body(embed, required)] user: Option<User>) -> Json<bool> {
    Json(user.is_some())
}

#[post("/list")]
async fn list(items: Vec<Item>) -> Json<usize> {
    Json(items.len())
}

#[post("/list-constrained")]
async fn list_constrained(
    #[body(min_items = 1, max_items = 2, unique_items)] numbers: Vec<i32>,
) -> Json<Vec<i32>> {
    Json(numbers)
}

#[post("/map")]
async fn map(items: HashMap<String, Item>) -> Json<usize> {
    Json(items.len())
}

#[post("/int-map")]
async fn int_map(weights: BTreeMap<i32, f64>) -> Json<BTreeMap<i32, f64>> {
    Json(weights)
}

#[post("/value")]
async fn value(value: Value) -> Json<Value> {
    Json(value)
}

#[post("/bytes")]
async fn bytes(#[body(raw)] data: Bytes) -> Json<usize> {
    Json(data.len())
}

#[post("/text")]
async fn text(#[body(raw)] text: String) -> Json<String> {
    Json(text)
}

#[post("/extracted")]
async fn extracted(data: Bytes) -> Json<usize> {
    Json(data.len())
}

#[post("/request/{id}")]
async fn whole_request(id: u32, request: Request) -> Json<Value> {
    let (parts, body) = request.into_parts();
    let bytes = body.collect(100).await.unwrap();
    Json(json!([id, parts.method.as_str(), parts.uri.to_string(), bytes.len()]))
}

#[put("/head")]
async fn head(method: Method, uri: Uri, headers: HeaderMap) -> Json<Value> {
    Json(json!([method.as_str(), uri.path(), uri.query(), headers["x-a"].to_str().unwrap()]))
}

#[post("/small", body_limit = "10 B")]
async fn small(value: Value) -> Json<Value> {
    Json(value)
}

#[post("/small-raw", body_limit = "10 B")]
async fn small_raw(data: Bytes) -> Json<usize> {
    Json(data.len())
}

#[post("/large", body_limit = "3 MB")]
async fn large(data: Bytes) -> Json<usize> {
    Json(data.len())
}

fn app() -> TestClient {
    client(routes![
        single,
        defaults,
        two,
        three,
        scalar,
        scalar_default,
        embedded,
        embedded_scalar,
        optional,
        required,
        required_field,
        list,
        list_constrained,
        map,
        int_map,
        value,
        bytes,
        text,
        extracted,
        whole_request,
        head,
        small,
        small_raw,
        large
    ])
}

fn post<'c>(client: &'c TestClient, path: &str, body: &str) -> TestRequest<'c> {
    client.post(path).body("application/json", body.to_owned())
}

fn item() -> Value {
    json!({ "name": "a", "price": 1.5, "count": 0 })
}

#[fastrs::test]
async fn good_bodies_are_taken() {
    let client = app();
    let both = json!({ "item": item(), "user": { "username": "ann" }, "importance": 2, "more": 1 });
    let cases: Vec<(&str, String, Value)> = vec![
        ("/single", item().to_string(), item()),
        ("/single", " \n{\"name\" : \"a\",\t\"price\":1.5 } ".into(), item()),
        ("/single", "{\"price\":1.5,\"extra\":{},\"name\":\"\\u0061\"}".into(), item()),
        ("/single", "{\"price\":2,\"name\":\"a\"}".into(), json!({ "name": "a", "price": 2.0, "count": 0 })),
        ("/defaults", "{}".into(), json!({ "a": 3, "b": null })),
        ("/two", both.to_string(), json!(["a", "ann"])),
        ("/three", both.to_string(), json!(["a", "ann", 2])),
        (
            "/three",
            json!({ "item": item(), "user": null, "importance": 1 }).to_string(),
            json!(["a", null, 1]),
        ),
        ("/three", json!({ "item": item(), "importance": 1 }).to_string(), json!(["a", null, 1])),
        ("/scalar", "5".into(), json!(5)),
        ("/scalar-default", String::new(), json!(3)),
        ("/scalar-default", "null".into(), json!(3)),
        ("/scalar-default", "4".into(), json!(4)),
        ("/embedded", json!({ "item": item() }).to_string(), item()),
        ("/embedded-scalar", "{\"a-b\":7}".into(), json!(7)),
        ("/optional", String::new(), json!(false)),
        ("/optional", "null".into(), json!(false)),
        ("/optional", " null\n".into(), json!(false)),
        ("/optional", item().to_string(), json!(true)),
        ("/required", "null".into(), json!(false)),
        ("/required-field", "{\"user\":null}".into(), json!(false)),
        ("/list", "[]".into(), json!(0)),
        ("/list", json!([item(), item()]).to_string(), json!(2)),
        ("/list-constrained", "[1,2]".into(), json!([1, 2])),
        ("/map", json!({ "x": item() }).to_string(), json!(1)),
        ("/int-map", "{\"1\":1.5,\"-2\":0}".into(), json!({ "-2": 0.0, "1": 1.5 })),
        ("/value", "[1,{\"a\":null}]".into(), json!([1, { "a": null }])),
        ("/bytes", "abc".into(), json!(3)),
        ("/bytes", String::new(), json!(0)),
        ("/text", "äb".into(), json!("äb")),
        ("/extracted", "abcd".into(), json!(4)),
        ("/request/7?a=b", "abcde".into(), json!([7, "POST", "/request/7?a=b", 5])),
    ];
    for (path, body, expected) in cases {
        answers(&format!("{path} {body}"), &send(post(&client, path, &body)).await, &expected);
    }
    let request = client.put("/head?q=1").header("x-a", "b");
    answers("head", &send(request).await, &json!(["PUT", "/head", "q=1", "b"]));
}

#[fastrs::test]
async fn bad_bodies_are_explained() {
    let client = app();
    let at = |name: &str| json!(["body", name]);
    let absent = |loc: Value, input: Value| entry("missing", loc, "Field required", input, None);
    let model = |loc: Value, input: Value| entry(MODEL.0, loc, MODEL.1, input, None);
    let int = |loc: Value, input: Value| entry(INT.0, loc, INT.1, input, None);
    let bounded = |kind, msg: &str, loc, input, ctx| entry(kind, loc, msg, input, Some(ctx));
    let u64_max = || json!({ "le": u64::MAX });
    let too_large = "Input should be less than or equal to 18446744073709551615";
    let cases: Vec<(&str, &str, Vec<Value>)> = vec![
        ("/single", "", vec![missing(json!(["body"]))]),
        ("/single", "null", vec![missing(json!(["body"]))]),
        ("/single", " null ", vec![missing(json!(["body"]))]),
        ("/single", "[]", vec![model(json!(["body"]), json!([]))]),
        ("/single", "[\"a\",1.5,0]", vec![model(json!(["body"]), json!(["a", 1.5, 0]))]),
        ("/defaults", "[]", vec![model(json!(["body"]), json!([]))]),
        ("/single", "5", vec![model(json!(["body"]), json!(5))]),
        ("/single", "\"x\"", vec![model(json!(["body"]), json!("x"))]),
        ("/single", "{}", vec![absent(at("name"), json!({})), absent(at("price"), json!({}))]),
        (
            "/single",
            r#"{"name":5,"price":"1","count":-1}"#,
            vec![
                entry("string_type", at("name"), "Input should be a valid string", json!(5), None),
                entry("float_type", at("price"), "Input should be a valid number", json!("1"), None),
                bounded(
                    "greater_than_equal",
                    "Input should be greater than or equal to 0",
                    at("count"),
                    json!(-1),
                    json!({ "ge": 0 }),
                ),
            ],
        ),
        (
            "/single",
            r#"{"name":"","price":true,"count":1.5}"#,
            vec![
                bounded(
                    "string_too_short",
                    "String should have at least 1 character",
                    at("name"),
                    json!(""),
                    json!({ "min_length": 1 }),
                ),
                entry("float_type", at("price"), "Input should be a valid number", json!(true), None),
                entry(
                    "int_from_float",
                    at("count"),
                    "Input should be a valid integer, got a number with a fractional part",
                    json!(1.5),
                    None,
                ),
            ],
        ),
        (
            "/single",
            r#"{"name":"a","price":1,"count":18446744073709551616}"#,
            vec![bounded(
                "less_than_equal",
                too_large,
                at("count"),
                json!(18446744073709551616f64),
                u64_max(),
            )],
        ),
        (
            "/single",
            r#"{"name":"a","price":1,"count":99999999999999999999999999}"#,
            vec![bounded(
                "less_than_equal",
                too_large,
                at("count"),
                json!(99999999999999999999999999f64),
                u64_max(),
            )],
        ),
        ("/single", r#"{"name":"a","price":1,"count":"1"}"#, vec![int(at("count"), json!("1"))]),
        ("/single", r#"{"name":"a","price":1,"count":null}"#, vec![int(at("count"), Value::Null)]),
        ("/two", "", vec![missing(at("item")), missing(at("user"))]),
        ("/two", "null", vec![missing(at("item")), missing(at("user"))]),
        ("/two", "{}", vec![missing(at("item")), missing(at("user"))]),
        ("/two", "[]", vec![missing(at("item")), missing(at("user"))]),
        ("/two", "5", vec![missing(at("item")), missing(at("user"))]),
        ("/two", "\"x\"", vec![missing(at("item")), missing(at("user"))]),
        // No object: then even what may be left out is missing.
        ("/three", "[]", vec![missing(at("item")), missing(at("user")), missing(at("importance"))]),
        ("/three", "5", vec![missing(at("item")), missing(at("user")), missing(at("importance"))]),
        ("/three", "null", vec![missing(at("item")), missing(at("importance"))]),
        ("/required", "", vec![missing(json!(["body"]))]),
        ("/required-field", "{}", vec![missing(at("user"))]),
        ("/two", r#"{"item":null,"user":5}"#, vec![missing(at("item")), model(at("user"), json!(5))]),
        (
            "/three",
            r#"{"item":{"name":"a"},"user":{},"importance":0}"#,
            vec![
                absent(json!(["body", "item", "price"]), json!({ "name": "a" })),
                absent(json!(["body", "user", "username"]), json!({})),
                bounded(
                    "greater_than_equal",
                    "Input should be greater than or equal to 1",
                    at("importance"),
                    json!(0),
                    json!({ "ge": 1 }),
                ),
            ],
        ),
        ("/scalar", "", vec![missing(json!(["body"]))]),
        ("/scalar", "null", vec![missing(json!(["body"]))]),
        ("/scalar", "{}", vec![int(json!(["body"]), json!({}))]),
        (
            "/scalar",
            "6",
            vec![bounded(
                "less_than_equal",
                "Input should be less than or equal to 5",
                json!(["body"]),
                json!(6),
                json!({ "le": 5 }),
            )],
        ),
        ("/embedded", "{\"name\":\"a\",\"price\":1}", vec![missing(at("item"))]),
        ("/embedded-scalar", "{\"importance\":7}", vec![missing(at("a-b"))]),
        ("/optional", "{}", vec![absent(at("name"), json!({})), absent(at("price"), json!({}))]),
        ("/optional", "[]", vec![model(json!(["body"]), json!([]))]),
        ("/list", "null", vec![missing(json!(["body"]))]),
        (
            "/list",
            "{}",
            vec![entry("list_type", json!(["body"]), "Input should be a valid list", json!({}), None)],
        ),
        (
            "/list",
            r#"[{"name":"a","price":1},{"name":"b"},7]"#,
            vec![
                absent(json!(["body", 1, "price"]), json!({ "name": "b" })),
                model(json!(["body", 2]), json!(7)),
            ],
        ),
        (
            "/list-constrained",
            "[]",
            vec![bounded(
                "too_short",
                "List should have at least 1 item after validation, not 0",
                json!(["body"]),
                json!([]),
                json!({ "field_type": "List", "min_length": 1, "actual_length": 0 }),
            )],
        ),
        (
            "/map",
            "[]",
            vec![entry("dict_type", json!(["body"]), "Input should be a valid dictionary", json!([]), None)],
        ),
        (
            "/map",
            r#"{"x":{"name":"a"}}"#,
            vec![absent(json!(["body", "x", "price"]), json!({ "name": "a" }))],
        ),
        (
            "/int-map",
            r#"{"1":"x","k":2}"#,
            vec![
                entry(
                    "float_parsing",
                    json!(["body", "1"]),
                    "Input should be a valid number, unable to parse string as a number",
                    json!("x"),
                    None,
                ),
                entry(
                    "int_parsing",
                    json!(["body", "k", "[key]"]),
                    "Input should be a valid integer, unable to parse string as an integer",
                    json!("k"),
                    None,
                ),
            ],
        ),
    ];
    for (path, body, expected) in cases {
        refuses(&format!("{path} {body}"), &send(post(&client, path, body)).await, &expected);
    }
    assert_eq!(summary(&send(post(&client, "/list-constrained", "[1,1]")).await), ["unique_items body"]);
}

/// One entry, whose place is the character where reading ended, in CPython's words.
#[fastrs::test]
async fn broken_json_is_one_error_with_its_place() {
    let client = app();
    let nested = |depth: usize| format!("{{\"name\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    let too_deep = "Nested too deeply: the limit is 128 levels";
    let invalid = "{\"name\": NaN}";
    for path in ["/single", "/two", "/value", "/optional"] {
        for (body, place, reason) in [
            (" ", 1, "Expecting value"),
            ("\n\t ", 3, "Expecting value"),
            ("{\"a\": }", 6, "Expecting value"),
            ("{\"a\":", 5, "Expecting value"),
            ("{a: 1}", 1, "Expecting property name enclosed in double quotes"),
            ("{\"ä\" 1}", 5, "Expecting ':' delimiter"),
            ("{\"a\": 1 \"b\"}", 8, "Expecting ',' delimiter"),
            ("{\"a\": [1 2]}", 9, "Expecting ',' delimiter"),
            ("{\"a\": 1", 7, "Expecting ',' delimiter"),
            ("{} x", 3, "Extra data"),
            ("{\"a\": 1,}", 7, "Illegal trailing comma before end of object"),
            ("[1,]", 2, "Illegal trailing comma before end of array"),
            (invalid, 9, "Expecting value: NaN and Infinity are no JSON"),
        ] {
            let ctx = Some(json!({ "error": reason }));
            let expected = entry("json_invalid", json!(["body", place]), "JSON decode error", json!({}), ctx);
            refuses(&format!("{path} {body:?}"), &send(post(&client, path, body)).await, &[expected]);
        }
    }
    for (path, body) in [
        ("/single", nested(200)),
        ("/value", nested(200)),
        ("/value", nested(100_000)),
        ("/two", format!("{{\"item\":{}}}", nested(200))),
    ] {
        let (status, answer) = send(post(&client, path, &body)).await;
        assert_eq!(status, 422, "{path}");
        let first = &answer["detail"][0];
        assert_eq!(
            (&first["type"], &first["ctx"]["error"]),
            (&json!("json_invalid"), &json!(too_deep)),
            "{path} {answer}"
        );
    }
    // What the model does not name is skipped without being built, so its depth hurts nobody.
    let deep = format!("{{\"name\":\"a\",\"price\":1,\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    client.post("/single").body("application/json", deep).await.assert_status(200);
    let (status, answer) =
        send(client.post("/single").body("application/json", b"{\"name\":\"\xff\"}".as_slice())).await;
    assert_eq!(
        (status, &answer["detail"][0]["type"], &answer["detail"][0]["loc"]),
        (422, &json!("json_invalid"), &json!(["body", 9]))
    );
    let (status, answer) =
        send(client.post("/two").body("application/json", b"{\"name\":\"\xff\"}".as_slice())).await;
    assert_eq!((status, answer["detail"].as_array().unwrap().len()), (422, 1));
}

/// A mark before UTF-8 is passed over, and not counted.
#[fastrs::test]
async fn a_byte_order_mark_is_passed_over() {
    let client = app();
    let good = format!("\u{feff}{}", item());
    assert_eq!(send(post(&client, "/single", &good)).await, send(post(&client, "/single", &good[3..])).await);
    let two = format!("\u{feff}{{\"item\":{},\"user\":{{\"username\":\"a\"}}}}", item());
    assert_eq!(send(post(&client, "/two", &two)).await.0, 200);
    for (body, expected) in [
        ("\u{feff}", "json_invalid body.0"),
        ("\u{feff}\u{feff}{}", "json_invalid body.0"),
        ("\u{feff}[1,]", "json_invalid body.2"),
    ] {
        assert_eq!(summary(&send(post(&client, "/single", body)).await), [expected], "{body:?}");
    }
}

/// Numbers that no type holds, and names that stand twice, are told and not guessed.
#[fastrs::test]
async fn doubtful_json_is_refused() {
    let client = app();
    for (body, kind) in [
        (r#"{"name":"a","price":1e400}"#, "json_invalid body.24"),
        (r#"{"name":"a","price":1,"name":"b"}"#, "value_error body"),
        (r#"{"name":"\ud800","price":1}"#, "json_invalid body.15"),
    ] {
        assert_eq!(summary(&send(post(&client, "/single", body)).await), [kind], "{body}");
    }
    // Also where something else is only spelled in another way, and among the parts of a body.
    let twice = r#"{"1.0":2.0,"1.0":3}"#;
    assert_eq!(summary(&send(post(&client, "/int-map", twice)).await), ["value_error body"]);
    let twice = r#"{"item":{"name":"a","price":1},"user":{"username":"b"},"item":{"name":"a","price":1}}"#;
    assert_eq!(summary(&send(post(&client, "/two", twice)).await), ["value_error body.item"]);
    let (_, answer) = send(post(&client, "/single", r#"{"name":"a","price":1,"name":"b"}"#)).await;
    assert_eq!(answer["detail"][0]["msg"], "Value error, duplicate field `name`");
}

#[fastrs::test]
async fn the_content_type_decides() {
    let client = app();
    let body = item().to_string();
    for (media, status) in [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ("application/json;charset=latin1", 200),
        ("APPLICATION/JSON", 200),
        ("application/vnd.api+json", 200),
        ("application/merge-patch+JSON; a=b", 200),
        ("text/json", 415),
        ("text/plain", 415),
        ("application/jsonl", 415),
        ("application/+json", 415),
        ("application/x-www-form-urlencoded", 415),
        ("json", 415),
        ("", 415),
    ] {
        let response = client.post("/single").body(media, body.clone()).await;
        assert_eq!(response.status(), status, "{media:?}");
        if status == 415 {
            assert_eq!(
                response.value(),
                json!({ "detail": "Unsupported Media Type: expected application/json" })
            );
        }
    }
    for media in ["", "text/csv", "application/json"] {
        client.post("/bytes").body(media, "x").await.assert_status(200);
    }
    let urlencoded = client.post("/single").body("text/plain", "");
    refuses("an empty body has no type", &send(urlencoded).await, &[missing(json!(["body"]))]);
    let no_text = client.post("/text").body("text/plain", b"\xff".as_slice());
    let expected = entry(
        "string_unicode",
        json!(["body"]),
        "Input should be a valid string, unable to parse raw data as a unicode string",
        Value::Null,
        None,
    );
    refuses("a text is UTF-8", &send(no_text).await, &[expected]);
}

#[fastrs::test]
async fn a_body_has_a_limit() {
    let client = app();
    let text = |length: usize| format!("\"{}\"", "x".repeat(length - 2));
    let mega = 2 * 1024 * 1024;
    for (path, length, limit) in [
        ("/small", 10, None),
        ("/small", 11, Some(10)),
        ("/small-raw", 10, None),
        ("/small-raw", 11, Some(10)),
        ("/value", mega, None),
        ("/value", mega + 1, Some(mega)),
        ("/extracted", mega + 1, Some(mega)),
        ("/large", 3_000_000, None),
        ("/large", 3_000_001, Some(3_000_000)),
    ] {
        let response = post(&client, path, &text(length)).await;
        match limit {
            None => assert_eq!(response.status(), 200, "{path} {length}"),
            Some(limit) => {
                let detail = format!("Content Too Large: the limit is {limit} bytes");
                assert_eq!(
                    response.assert_status(413).value(),
                    json!({ "detail": detail }),
                    "{path} {length}"
                );
            }
        }
    }
}

#[fastrs::test]
async fn the_answer_to_a_bad_body_stays_small() {
    let client = app();
    let many: Vec<Value> = (0..1000).map(|_| json!({ "name": "a" })).collect();
    let (status, answer) = send(client.post("/list").json(&many)).await;
    assert_eq!((status, answer["detail"].as_array().unwrap().len()), (422, 100));
    let large = json!({ "name": 5, "price": 1, "x": "y".repeat(100_000) });
    let response = client.post("/single").json(&large).await.assert_status(422);
    assert!(response.bytes().len() < 500);
    let large = json!({ "name": ["z".repeat(2000)], "price": 1 });
    let error = client.post("/single").json(&large).await.assert_status(422).value()["detail"][0].clone();
    assert_eq!((error["type"].as_str(), error.get("input")), (Some("string_type"), None));
}

#[post("/everything/{a}/{b}")]
async fn everything(
    item: Item,
    #[body(ge = 1)] importance: u32,
    #[cookie] session: u32,
    #[header] x_count: u32,
    #[query(ge = 1)] limit: u32,
    tags: Vec<u32>,
    b: u32,
    a: u32,
) -> NoContent {
    let _ = (item, importance, session, x_count, limit, tags, a, b);
    NoContent
}

#[fastrs::test]
async fn every_fault_of_every_place_is_in_one_answer() {
    let client = client(routes![everything]);
    let request =
        client.post("/everything/x/y?limit=0&tags=1&tags=z").header("x-count", "c").cookie("session", "s");
    let before = [
        "int_parsing path.b",
        "int_parsing path.a",
        "greater_than_equal query.limit",
        "int_parsing query.tags.1",
        "int_parsing header.x-count",
        "int_parsing cookie.session",
    ];
    let with = |more: &[&'static str]| before.iter().copied().chain(more.iter().copied()).collect::<Vec<_>>();
    let body = json!({ "item": { "name": "", "count": "1" }, "importance": 0 });
    assert_eq!(
        summary(&send(request.json(&body)).await),
        with(&[
            "string_too_short body.item.name",
            "missing body.item.price",
            "int_type body.item.count",
            "greater_than_equal body.importance"
        ])
    );
    let request =
        client.post("/everything/x/y?limit=0&tags=1&tags=z").header("x-count", "c").cookie("session", "s");
    assert_eq!(
        summary(&send(request.body("application/json", "{")).await).last().unwrap(),
        "json_invalid body.1"
    );
}

#[fastrs::test]
async fn a_body_is_read_whatever_the_method() {
    #[delete("/x")]
    async fn remove(item: Item) -> Item {
        item
    }
    #[options("/x")]
    async fn ask(item: Item) -> Item {
        item
    }
    let client = client(routes![remove, ask]);
    answers("delete", &send(client.delete("/x").json(&item())).await, &item());
    answers("options", &send(client.options("/x").json(&item())).await, &item());
}
