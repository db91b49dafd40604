//! Every error type of pydantic that a model or a parameter can produce, with its `type`, `msg` and `ctx`.
//!
//! [`TABLE`] says what each is produced by; [`NEVER`] names the others with the reason why none of them arises.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use fastrs::prelude::*;
use fastrs::validate::Issue;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{client, send};

#[model(rename_all = "lowercase")]
enum Color {
    Red,
    Green,
}

#[model(literal, rename_all = "lowercase")]
enum Order {
    Up,
    Down,
}

#[model(tag = "kind", rename_all = "lowercase")]
enum Pet {
    Cat { lives: u8 },
    Dog { barks: bool },
}

#[model]
enum Shape {
    Point,
    Circle(f64),
}

#[model]
struct Inner {
    n: i64,
}

fn small(number: &i64) -> Result<(), Issue> {
    if *number < 100 { Ok(()) } else { Err(Issue::assertion_error("too big")) }
}

fn even(number: &i64) -> Result<(), String> {
    if number % 2 == 0 { Ok(()) } else { Err(format!("{number} is odd")) }
}

/// A field of every type.
#[model(deny_unknown_fields)]
struct All {
    #[field(gt = 3)]
    gt: Option<i64>,
    #[field(ge = 0.5)]
    ge: Option<f64>,
    #[field(lt = 3)]
    lt: Option<i64>,
    #[field(le = 3)]
    le: Option<i64>,
    #[field(multiple_of = 5)]
    step: Option<i64>,
    #[field(min_length = 2, max_length = 3, pattern = "^[a-z]*$")]
    text: Option<String>,
    #[field(min_items = 1, max_items = 2)]
    list: Option<Vec<i64>>,
    set: Option<BTreeSet<i64>>,
    map: Option<BTreeMap<String, i64>>,
    tuple: Option<(i64, String)>,
    truth: Option<bool>,
    float: Option<f64>,
    color: Option<Color>,
    order: Option<Order>,
    inner: Option<Inner>,
    pet: Option<Pet>,
    shape: Option<Shape>,
    #[field(validate = |n: &Option<i64>| n.as_ref().map_or(Ok(()), even))]
    even: Option<i64>,
    #[field(validate = |n: &Option<i64>| n.as_ref().map_or(Ok(()), small))]
    small: Option<i64>,
    date: Option<NaiveDate>,
    time: Option<NaiveTime>,
    naive: Option<NaiveDateTime>,
    aware: Option<DateTime<Utc>>,
    duration: Option<Duration>,
    url: Option<HttpUrl>,
    uuid: Option<Uuid>,
    uuid4: Option<Uuid4>,
    email: Option<Email>,
    #[field(max_digits = 5, decimal_places = 2)]
    decimal: Option<Decimal>,
    json: Option<JsonText<Vec<i64>>>,
}

#[post("/")]
async fn body(all: All) -> All {
    all
}

#[get("/query")]
async fn query(number: Option<i64>, float: Option<f64>, text: Option<String>) -> String {
    format!("{number:?} {float:?} {text:?}")
}

/// What a row sends.
enum Sent {
    /// A field of [`All`] and its value, as JSON.
    Field(&'static str, &'static str),
    /// A query string.
    Query(String),
}

use Sent::Field as F;

type Row = (&'static str, &'static str, Value, Sent);

fn table() -> Vec<Row> {
    let none = || json!(null);
    let error = |reason: &str| json!({ "error": reason });
    vec![
        ("missing", "Field required", none(), F("inner", "{}")),
        ("extra_forbidden", "Extra inputs are not permitted", none(), F("other", "1")),
        (
            "model_attributes_type",
            "Input should be a valid dictionary or object to extract fields from",
            none(),
            F("inner", "[]"),
        ),
        ("none_required", "Input should be None", none(), F("shape", r#"{"Point": 1}"#)),
        ("greater_than", "Input should be greater than 3", json!({ "gt": 3 }), F("gt", "3")),
        (
            "greater_than_equal",
            "Input should be greater than or equal to 0.5",
            json!({ "ge": 0.5 }),
            F("ge", "0"),
        ),
        ("less_than", "Input should be less than 3", json!({ "lt": 3 }), F("lt", "3")),
        ("less_than_equal", "Input should be less than or equal to 3", json!({ "le": 3 }), F("le", "4")),
        ("multiple_of", "Input should be a multiple of 5", json!({ "multiple_of": 5 }), F("step", "7")),
        ("finite_number", "Input should be a finite number", none(), Sent::Query("float=nan".into())),
        (
            "too_short",
            "List should have at least 1 item after validation, not 0",
            json!({ "field_type": "List", "min_length": 1, "actual_length": 0 }),
            F("list", "[]"),
        ),
        (
            "too_long",
            "List should have at most 2 items after validation, not 3",
            json!({ "field_type": "List", "max_length": 2, "actual_length": 3 }),
            F("list", "[1,2,3]"),
        ),
        ("string_type", "Input should be a valid string", none(), F("text", "5")),
        (
            "string_unicode",
            "Input should be a valid string, unable to parse raw data as a unicode string",
            none(),
            Sent::Query("text=%FF".into()),
        ),
        (
            "string_too_short",
            "String should have at least 2 characters",
            json!({ "min_length": 2 }),
            F("text", "\"a\""),
        ),
        (
            "string_too_long",
            "String should have at most 3 characters",
            json!({ "max_length": 3 }),
            F("text", "\"abcd\""),
        ),
        (
            "string_pattern_mismatch",
            "String should match pattern '^[a-z]*$'",
            json!({ "pattern": "^[a-z]*$" }),
            F("text", "\"A1\""),
        ),
        (
            "enum",
            "Input should be 'red' or 'green'",
            json!({ "expected": "'red' or 'green'" }),
            F("color", "\"x\""),
        ),
        ("dict_type", "Input should be a valid dictionary", none(), F("map", "[]")),
        ("list_type", "Input should be a valid list", none(), F("list", "{}")),
        ("tuple_type", "Input should be a valid tuple", none(), F("tuple", "{}")),
        ("set_type", "Input should be a valid set", none(), F("set", "{}")),
        ("bool_type", "Input should be a valid boolean", none(), F("truth", "[]")),
        (
            "bool_parsing",
            "Input should be a valid boolean, unable to interpret input",
            none(),
            F("truth", "\"maybe\""),
        ),
        ("int_type", "Input should be a valid integer", none(), F("gt", "[]")),
        (
            "int_parsing",
            "Input should be a valid integer, unable to parse string as an integer",
            none(),
            F("gt", "\"x\""),
        ),
        (
            "int_parsing_size",
            "Unable to parse input string as an integer, exceeded maximum size",
            none(),
            Sent::Query(format!("number={}", "9".repeat(4301))),
        ),
        (
            "int_from_float",
            "Input should be a valid integer, got a number with a fractional part",
            none(),
            F("gt", "1.5"),
        ),
        ("float_type", "Input should be a valid number", none(), F("float", "[]")),
        (
            "float_parsing",
            "Input should be a valid number, unable to parse string as a number",
            none(),
            F("float", "\"x\""),
        ),
        ("value_error", "Value error, 3 is odd", json!({ "error": {} }), F("even", "3")),
        ("assertion_error", "Assertion failed, too big", json!({ "error": {} }), F("small", "100")),
        (
            "literal_error",
            "Input should be 'up' or 'down'",
            json!({ "expected": "'up' or 'down'" }),
            F("order", "1"),
        ),
        ("date_type", "Input should be a valid date", none(), F("date", "true")),
        (
            "date_parsing",
            "Input should be a valid date in the format YYYY-MM-DD, year 0 is out of range",
            error("year 0 is out of range"),
            F("date", "\"0000-01-01T00:00\""),
        ),
        (
            "date_from_datetime_parsing",
            "Input should be a valid date or datetime, input is too short",
            error("input is too short"),
            F("date", "\"x\""),
        ),
        (
            "date_from_datetime_inexact",
            "Datetimes provided to dates should have zero time - e.g. be exact dates",
            none(),
            F("date", "\"2024-02-29T00:00:01\""),
        ),
        ("time_type", "Input should be a valid time", none(), F("time", "true")),
        (
            "time_parsing",
            "Input should be in a valid time format, hour value is outside expected range of 0-23",
            error("hour value is outside expected range of 0-23"),
            F("time", "\"24:00\""),
        ),
        ("datetime_type", "Input should be a valid datetime", none(), F("aware", "true")),
        (
            "datetime_parsing",
            "Input should be a valid datetime, year 0 is out of range",
            error("year 0 is out of range"),
            F("aware", "\"0000-01-01 00:00Z\""),
        ),
        (
            "datetime_from_date_parsing",
            "Input should be a valid datetime or date, invalid character in year",
            error("invalid character in year"),
            F("aware", "\"not a date\""),
        ),
        (
            "timezone_naive",
            "Input should not have timezone info",
            none(),
            F("naive", "\"2024-02-29T12:30Z\""),
        ),
        ("timezone_aware", "Input should have timezone info", none(), F("aware", "\"2024-02-29T12:30\"")),
        ("time_delta_type", "Input should be a valid timedelta", none(), F("duration", "[]")),
        (
            "time_delta_parsing",
            "Input should be a valid timedelta, durations may not exceed 999,999,999 days",
            error("durations may not exceed 999,999,999 days"),
            F("duration", "1e20"),
        ),
        (
            "union_tag_invalid",
            "Input tag 'bird' found using 'kind' does not match any of the expected tags: 'cat', 'dog'",
            json!({ "discriminator": "'kind'", "tag": "bird", "expected_tags": "'cat', 'dog'" }),
            F("pet", r#"{"kind": "bird"}"#),
        ),
        (
            "union_tag_not_found",
            "Unable to extract tag using discriminator 'kind'",
            json!({ "discriminator": "'kind'" }),
            F("pet", "{}"),
        ),
        ("url_type", "URL input should be a string or URL", none(), F("url", "1")),
        (
            "url_parsing",
            "Input should be a valid URL, empty host",
            error("empty host"),
            F("url", "\"http://\""),
        ),
        (
            "url_too_long",
            "URL should have at most 2083 characters",
            json!({ "max_length": 2083 }),
            F("url", "LONG"),
        ),
        (
            "url_scheme",
            "URL scheme should be 'http' or 'https'",
            json!({ "expected_schemes": "'http' or 'https'" }),
            F("url", "\"ftp://x\""),
        ),
        ("uuid_type", "UUID input should be a string, bytes or UUID object", none(), F("uuid", "1")),
        (
            "uuid_parsing",
            "Input should be a valid UUID, invalid character: found `x` at 0",
            error("invalid character: found `x` at 0"),
            F("uuid", "\"x\""),
        ),
        (
            "uuid_version",
            "UUID version 4 expected",
            json!({ "expected_version": 4 }),
            F("uuid4", "\"12345678-1234-1678-9234-567812345678\""),
        ),
        (
            "decimal_type",
            "Decimal input should be an integer, float, string or Decimal object",
            none(),
            F("decimal", "[]"),
        ),
        ("decimal_parsing", "Input should be a valid decimal", none(), F("decimal", "\"x\"")),
        (
            "decimal_max_digits",
            "Decimal input should have no more than 5 digits in total",
            json!({ "max_digits": 5 }),
            F("decimal", "123456"),
        ),
        (
            "decimal_max_places",
            "Decimal input should have no more than 2 decimal places",
            json!({ "decimal_places": 2 }),
            F("decimal", "0.001"),
        ),
        (
            "decimal_whole_digits",
            "Decimal input should have no more than 3 digits before the decimal point",
            json!({ "whole_digits": 3 }),
            F("decimal", "\"1234.5\""),
        ),
        (
            "json_invalid",
            "Invalid JSON: EOF while parsing a list at line 1 column 1",
            error("EOF while parsing a list at line 1 column 1"),
            F("json", "\"[\""),
        ),
    ]
}

/// The types that no model and no parameter produces.
const NEVER: &[(&str, &str)] = &[
    ("recursion_loop", "JSON holds no value twice"),
    ("model_type", "FastAPI itself says `model_attributes_type`"),
    ("dataclass_type", "a struct is a model: `model_attributes_type`"),
    ("default_factory_not_called", "a default is made of nothing but itself"),
    ("string_not_ascii", "nothing declares text to be ASCII; a `pattern` does"),
    ("bytes_type", "bytes in JSON are text or `Base64`"),
    ("bytes_too_short", "bytes in JSON are text or `Base64`"),
    ("bytes_too_long", "bytes in JSON are text or `Base64`"),
    ("bytes_invalid_encoding", "bytes in JSON are text or `Base64`, which has `base64_decode`"),
    ("date_past", "a validator's to say"),
    ("date_future", "a validator's to say"),
    ("datetime_past", "a validator's to say"),
    ("datetime_future", "a validator's to say"),
    ("timezone_offset", "a validator's to say"),
    ("frozen_set_type", "every set of Rust is a set"),
    ("url_syntax_violation", "URLs are read as browsers read them"),
];

async fn answer(sent: &Sent) -> Value {
    let client = client(routes![body, query]);
    let (status, answer) = match sent {
        F(field, value) => {
            let long = format!("\"http://example.com/{}\"", "a".repeat(2083));
            let value = if *value == "LONG" { &long } else { *value };
            let body = format!("{{\"{field}\": {value}}}");
            send(client.post("/").body("application/json", body)).await
        }
        Sent::Query(text) => send(client.get(&format!("/query?{text}"))).await,
    };
    assert_eq!(status, 422, "{answer}");
    answer["detail"][0].clone()
}

#[fastrs::test]
async fn every_error_is_told_in_pydantics_words() {
    for (kind, msg, ctx, sent) in table() {
        let error = answer(&sent).await;
        assert_eq!(
            (&error["type"], &error["msg"], &error["ctx"]),
            (&json!(kind), &json!(msg), &ctx),
            "{error}"
        );
        assert_eq!(error.get("ctx").is_some(), !ctx.is_null(), "{kind}");
    }
}

#[test]
fn every_type_is_produced_or_has_its_reason() {
    let table = table();
    let named = table.iter().map(|row| row.0).chain(NEVER.iter().map(|(kind, _)| *kind));
    let all: BTreeSet<&str> = named.clone().collect();
    assert_eq!(named.count(), all.len(), "a type stands twice");
    assert_eq!(all.len(), 77);
    assert!(NEVER.iter().all(|(_, reason)| !reason.is_empty()));
}
