//! Types with a meaning, and values that are spelled otherwise than serde reads them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use fastrs::prelude::*;
use fastrs::validate::Issue;
use serde_json::{Value, json};

use crate::support::{answers, client, send, summary};

async fn posted(path: &str, body: &str) -> (u16, Value) {
    let client = client(routes![spelled, nested, keyed, words, twice, secret]);
    send(client.post(path).body("application/json", body.to_owned())).await
}

#[model]
struct Spelled {
    #[field(le = 100, validate = is_even)]
    n: i64,
    date: Option<NaiveDate>,
    at: Option<DateTime<Utc>>,
}

fn is_even(number: &i64) -> Result<(), &'static str> {
    if number % 2 == 0 { Ok(()) } else { Err("odd") }
}

#[post("/spelled")]
async fn spelled(m: Spelled) -> Spelled {
    m
}

#[fastrs::test]
async fn a_value_may_be_spelled_in_more_ways_than_serde_knows() {
    let answer =
        posted("/spelled", r#"{"n": 8.0, "date": "2024-02-29T00:00", "at": "2024-02-29 12:30+01:00"}"#).await;
    answers("spelled", &answer, &json!({ "n": 8, "date": "2024-02-29", "at": "2024-02-29T11:30:00Z" }));
    // The rules and the validators see the value all the same.
    assert_eq!(summary(&posted("/spelled", r#"{"n": 102.0}"#).await), ["less_than_equal body.n"]);
    assert_eq!(summary(&posted("/spelled", r#"{"n": 7.0}"#).await), ["value_error body.n"]);
    // A number is no date, and text is no number.
    assert_eq!(
        summary(&posted("/spelled", r#"{"n": 8, "date": 1709164800}"#).await),
        ["date_type body.date"]
    );
    assert_eq!(summary(&posted("/spelled", r#"{"n": "8"}"#).await), ["int_type body.n"]);
}

/// What chrono's own readers take beyond the dates that there are is refused in JSON as it is in a parameter.
#[fastrs::test]
async fn a_date_is_within_the_years_and_seconds_that_are_counted() {
    for (body, expected) in [
        (r#"{"n": 8, "date": "+12024-01-01"}"#, "date_from_datetime_parsing body.date"),
        (r#"{"n": 8, "date": "0000-01-01"}"#, "date_parsing body.date"),
        (r#"{"n": 8, "at": "2024-02-29T23:59:60Z"}"#, "datetime_from_date_parsing body.at"),
        (r#"{"n": 8, "at": "0001-01-01T00:00:00+01:00"}"#, "datetime_type body.at"),
        (r#"{"n": 8, "at": "0000-01-01"}"#, "timezone_aware body.at"),
    ] {
        assert_eq!(summary(&posted("/spelled", body).await), [expected], "{body}");
    }
}

#[model(tag = "kind")]
enum Tagged {
    Number { n: i64 },
    Numbers(Numbers),
}

#[model]
struct Numbers {
    list: Vec<i64>,
    pair: Option<(i64, f64)>,
    more: Option<Box<Tagged>>,
}

#[post("/nested")]
async fn nested(m: Vec<Tagged>) -> Json<Value> {
    Json(json!(m))
}

#[fastrs::test]
async fn spelling_is_settled_at_every_depth() {
    let body =
        r#"[{"kind": "Numbers", "list": [1.0], "pair": [2.0, 2], "more": {"kind": "Number", "n": 3e0}}]"#;
    let more = json!({ "kind": "Number", "n": 3 });
    let expected = json!([{ "kind": "Numbers", "list": [1], "pair": [2, 2.0], "more": more }]);
    answers("nested", &posted("/nested", body).await, &expected);
}

/// The tag of an enum belongs to its own object, not to one inside it that looks alike.
#[fastrs::test]
async fn the_input_of_a_missing_field_is_the_object_it_is_missing_in() {
    let inner = json!({ "kind": "Number" });
    let outer = json!({ "kind": "Numbers", "more": inner });
    let (_, answer) = posted("/nested", &json!([outer]).to_string()).await;
    let found: Vec<_> = answer["detail"].as_array().unwrap().iter().map(|entry| &entry["input"]).collect();
    assert_eq!(found, [&outer, &inner]);
}

#[post("/keyed")]
async fn keyed(m: BTreeMap<i64, i64>) -> Json<Value> {
    Json(json!(m))
}

#[fastrs::test]
async fn keys_are_read_as_their_type() {
    answers("keyed", &posted("/keyed", r#"{"1.0": 1, "2": 2.0}"#).await, &json!({ "1": 1, "2": 2 }));
    assert_eq!(summary(&posted("/keyed", r#"{"x": 1}"#).await), ["int_parsing body.x.[key]"]);
}

/// How fast.
#[model(integer)]
#[derive(PartialEq)]
enum Level {
    Low = 1,
    High = 2,
}

#[model(literal, rename_all = "lowercase")]
enum Order {
    Up,
    Down,
}

#[model(untagged, scalar, rename_all = "lowercase")]
enum NumberOrTruth {
    Number(#[field(ge = 1)] i64),
    Truth(bool),
}

#[model]
struct Words {
    level: Level,
    order: Order,
    either: NumberOrTruth,
}

#[post("/words")]
async fn words(m: Words) -> Words {
    m
}

#[get("/words")]
async fn asked(level: Level, order: Order, either: NumberOrTruth) -> Json<Value> {
    Json(json!({ "level": level, "order": order, "either": either }))
}

#[fastrs::test]
async fn enums_are_words_numbers_or_either() {
    let good = json!({ "level": 2, "order": "up", "either": true });
    answers("body", &posted("/words", &good.to_string()).await, &good);
    let body = json!({ "level": 2.0, "order": "up", "either": 3 });
    answers(
        "spelled",
        &posted("/words", &body.to_string()).await,
        &json!({ "level": 2, "order": "up", "either": 3 }),
    );
    let bad = posted("/words", r#"{"level": 3, "order": "left", "either": "x"}"#).await;
    let expected = [
        "enum body.level",
        "literal_error body.order",
        "int_parsing body.either.number",
        "bool_parsing body.either.truth",
    ];
    assert_eq!(summary(&bad), expected);
    assert_eq!(bad.1["detail"][0]["msg"], "Input should be 1 or 2");

    let client = client(routes![asked]);
    answers(
        "query",
        &send(client.get("/words?level=1.0&order=down&either=on")).await,
        &json!({ "level": 1, "order": "down", "either": true }),
    );
    let bad = send(client.get("/words?level=0&order=x&either=0.5")).await;
    let expected = [
        "enum query.level",
        "literal_error query.order",
        "int_parsing query.either.number",
        "bool_parsing query.either.truth",
    ];
    assert_eq!(summary(&bad), expected);

    let document = client.openapi();
    let level = &document["components"]["schemas"]["Level"];
    assert_eq!(level, &json!({ "description": "How fast.", "type": "integer", "enum": [1, 2] }));
    let order = &document["paths"]["/words"]["get"]["parameters"][1]["schema"];
    assert_eq!(order["enum"], json!(["up", "down"]), "a literal stands where it is used");
}

#[get("/pair")]
async fn pair(#[query] v: (i64, String), filter: JsonText<Vec<i64>>) -> Json<Value> {
    Json(json!([v, filter.0]))
}

#[get("/dates")]
async fn dates(date: Option<JsonText<NaiveDate>>, dates: Option<JsonText<Vec<NaiveDate>>>) -> Json<Value> {
    Json(json!([date, dates]))
}

#[fastrs::test]
async fn json_in_a_text_is_as_strict_as_a_body() {
    let client = client(routes![dates]);
    let date = "%222024-02-29%22";
    let good = send(client.get(&format!("/dates?date={date}&dates=[{date}]"))).await;
    answers("good", &good, &json!(["\"2024-02-29\"", "[\"2024-02-29\"]"]));
    let bad = client.get(&format!("/dates?date=[{date},{date}]&dates=[[{date}]]"));
    assert_eq!(summary(&send(bad).await), ["date_type query.date", "date_type query.dates.0"]);
}

#[fastrs::test]
async fn a_tuple_and_json_may_be_parameters() {
    let client = client(routes![pair]);
    answers("good", &send(client.get("/pair?v=1&v=a&filter=[1,2.0]")).await, &json!([[1, "a"], [1, 2]]));
    let bad = |query: &'static str| {
        let client = &client;
        async move { summary(&send(client.get(&format!("/pair?{query}"))).await) }
    };
    assert_eq!(bad("").await, ["missing query.v", "missing query.filter"]);
    assert_eq!(bad("v=1&filter=[").await, ["missing query.v.1", "json_invalid query.filter"]);
    assert_eq!(
        bad("v=x&v=a&v=b&filter=[\"1\"]".replace('"', "%22").leak()).await,
        ["int_parsing query.v.0", "too_long query.v", "int_type query.filter.0"]
    );
    let typed = client.call(pair::request().v((7, "x".to_owned())).filter(JsonText(vec![3]))).await;
    assert_eq!(typed.assert_ok().value(), json!([[7, "x"], [3]]));
}

#[model]
struct Twice {
    #[field(validate = is_known)]
    name: String,
}

fn is_known(name: &str) -> Result<(), Issue> {
    let issue = || Issue::new("unknown_name", format!("{name} is unknown")).with_ctx("name", name);
    if name == "ann" { Ok(()) } else { Err(issue()) }
}

#[post("/twice")]
async fn twice(m: Twice) -> Twice {
    m
}

#[fastrs::test]
async fn a_validator_may_name_the_kind_of_its_fault() {
    let (_, answer) = posted("/twice", r#"{"name": "bob"}"#).await;
    let expected = json!({ "type": "unknown_name", "loc": ["body", "name"], "msg": "bob is unknown", "input": "bob", "ctx": { "name": "bob" } });
    assert_eq!(answer["detail"][0], expected);
}

#[fastrs::test]
async fn what_crashes_fastapi_is_refused_with_a_reason() {
    for (body, reason) in [
        (r#"{"name": NaN}"#, "Expecting value: NaN and Infinity are no JSON"),
        (r#"{"name": -Infinity}"#, "Expecting value: NaN and Infinity are no JSON"),
        (r#"{"name": 1e400}"#, "The number is out of range"),
        (r#"{"name": "\ud800"}"#, "Half of a surrogate pair is no character"),
    ] {
        let (status, answer) = posted("/twice", body).await;
        assert_eq!((status, &answer["detail"][0]["ctx"]["error"]), (422, &json!(reason)), "{answer}");
    }
}

#[model]
struct Login {
    name: String,
    password: Secret<String>,
    again: Option<Box<Login>>,
}

#[post("/secret")]
async fn secret(m: Login) -> Login {
    m
}

#[fastrs::test]
async fn an_answer_repeats_neither_much_nor_secrets() {
    let long = format!(r#"{{"name": ["{}"], "password": "x"}}"#, "x".repeat(500_000));
    let (status, answer) = posted("/secret", &long).await;
    assert_eq!((status, answer["detail"][0].get("input")), (422, None));
    assert!(answer.to_string().len() < 1000);

    let body = r#"{"password": "hunter2", "again": {"password": "hunter3"}}"#;
    let (status, answer) = posted("/secret", body).await;
    assert_eq!(status, 422);
    assert!(!answer.to_string().contains("hunter"), "{answer}");
    assert_eq!(answer["detail"][1]["input"], json!({ "password": "**********" }));
}
