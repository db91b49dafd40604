//! Parameters: every scalar, every place, and FastAPI's answer to what is wrong with them.

use std::collections::{BTreeSet, HashSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use fastrs::prelude::*;
use fastrs::testing::{TestClient, TestRequest};
use serde_json::{Value, json};

use crate::support::{answers, client, entry, missing, refuses, send};

const INT: (&str, &str) =
    ("int_parsing", "Input should be a valid integer, unable to parse string as an integer");
const FLOAT: (&str, &str) =
    ("float_parsing", "Input should be a valid number, unable to parse string as a number");
const BOOL: (&str, &str) = ("bool_parsing", "Input should be a valid boolean, unable to interpret input");
const UNICODE: (&str, &str) =
    ("string_unicode", "Input should be a valid string, unable to parse raw data as a unicode string");

#[model(rename_all = "kebab-case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    SmallLaptop,
    Phone,
}

#[model]
#[derive(Debug, Clone)]
pub struct Sku(#[field(min_length = 2, pattern = "^[A-Z]+$")] String);

macro_rules! echoes {
    ($($name:ident $path:literal $type:ty;)*) => {
        $(#[get($path)]
        async fn $name(v: $type) -> Json<$type> {
            Json(v)
        })*

        const SCALARS: &[&str] = &[$($path),*];

        fn scalar_routes() -> Vec<fastrs::Route> {
            routes![$($name),*].into_iter().collect()
        }
    };
}

echoes! {
    echo_u8 "/u8" u8;
    echo_u16 "/u16" u16;
    echo_u32 "/u32" u32;
    echo_u64 "/u64" u64;
    echo_u128 "/u128" u128;
    echo_usize "/usize" usize;
    echo_i8 "/i8" i8;
    echo_i16 "/i16" i16;
    echo_i32 "/i32" i32;
    echo_i64 "/i64" i64;
    echo_i128 "/i128" i128;
    echo_isize "/isize" isize;
    echo_f32 "/f32" f32;
    echo_f64 "/f64" f64;
    echo_bool "/bool" bool;
    echo_string "/string" String;
    echo_char "/char" char;
    echo_uuid "/uuid" uuid::Uuid;
    echo_url "/url" url::Url;
    echo_ip "/ip" IpAddr;
    echo_ip4 "/ip4" Ipv4Addr;
    echo_ip6 "/ip6" Ipv6Addr;
    echo_utc "/utc" chrono::DateTime<chrono::Utc>;
    echo_naive "/naive" chrono::NaiveDateTime;
    echo_date "/date" chrono::NaiveDate;
    echo_time "/time" chrono::NaiveTime;
    echo_timestamp "/timestamp" jiff::Timestamp;
    echo_civil "/civil" jiff::civil::DateTime;
    echo_civil_date "/civil-date" jiff::civil::Date;
    echo_civil_time "/civil-time" jiff::civil::Time;
    echo_duration "/duration" jiff::SignedDuration;
    echo_span "/span" jiff::Span;
    echo_kind "/kind" Kind;
    echo_sku "/sku" Sku;
    echo_email "/email" Email;
    echo_secret "/secret" Secret<String>;
    echo_base64 "/base64" Base64;
}

#[fastrs::test]
async fn every_scalar_takes_its_texts() {
    let client = client(scalar_routes());
    let bounds = |name, min: &str, max: &str| {
        let number = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        [(name, min.to_owned(), number(min)), (name, max.to_owned(), number(max))]
    };
    let mut cases: Vec<(&str, String, Value)> = Vec::new();
    cases.extend(bounds("u8", "0", "255"));
    cases.extend(bounds("u16", "0", "65535"));
    cases.extend(bounds("u32", "0", "4294967295"));
    cases.extend(bounds("u64", "0", "18446744073709551615"));
    cases.extend(bounds("usize", "0", "18446744073709551615"));
    cases.extend(bounds("i8", "-128", "127"));
    cases.extend(bounds("i16", "-32768", "32767"));
    cases.extend(bounds("i32", "-2147483648", "2147483647"));
    cases.extend(bounds("i64", "-9223372036854775808", "9223372036854775807"));
    cases.extend(bounds("isize", "-9223372036854775808", "9223372036854775807"));
    let rest: &[(&str, &str, Value)] = &[
        ("u128", "7", json!(7)),
        ("i128", "-7", json!(-7)),
        ("i32", "+7", json!(7)),
        ("i32", " 7\t", json!(7)),
        ("i32", "\u{a0}7", json!(7)),
        ("i32", "007", json!(7)),
        ("i32", "-0", json!(0)),
        ("u8", "-0", json!(0)),
        ("i32", "1_000", json!(1000)),
        ("i32", "1.00", json!(1)),
        ("i32", "-1.0", json!(-1)),
        ("i32", "1_0.0", json!(10)),
        ("f64", "1.5", json!(1.5)),
        ("f64", ".5", json!(0.5)),
        ("f64", "5.", json!(5.0)),
        ("f64", "1E-5", json!(1e-5)),
        ("f64", "1e-400", json!(0.0)),
        ("f64", " 1_0.5 ", json!(10.5)),
        ("f64", "+7", json!(7.0)),
        ("f32", "0.5", json!(0.5)),
        ("bool", "true", json!(true)),
        ("bool", "TRUE", json!(true)),
        ("bool", "1", json!(true)),
        ("bool", "On", json!(true)),
        ("bool", "yes", json!(true)),
        ("bool", "y", json!(true)),
        ("bool", "t", json!(true)),
        ("bool", "false", json!(false)),
        ("bool", "0", json!(false)),
        ("bool", "OFF", json!(false)),
        ("bool", "no", json!(false)),
        ("bool", "n", json!(false)),
        ("bool", "f", json!(false)),
        ("string", "", json!("")),
        ("string", "a b&c=d+ü\u{0}🦀", json!("a b&c=d+ü\u{0}🦀")),
        ("char", "🦀", json!("🦀")),
        ("uuid", "67E55044-10B1-426F-9247-BB680E5FE0C8", json!("67e55044-10b1-426f-9247-bb680e5fe0c8")),
        ("uuid", "67e5504410b1426f9247bb680e5fe0c8", json!("67e55044-10b1-426f-9247-bb680e5fe0c8")),
        ("url", "HTTP://Example.com:80/a b", json!("http://example.com/a%20b")),
        ("ip", "127.0.0.1", json!("127.0.0.1")),
        ("ip", "::1", json!("::1")),
        ("ip4", "10.0.0.1", json!("10.0.0.1")),
        ("ip6", "::ffff:1.2.3.4", json!("::ffff:1.2.3.4")),
        ("utc", "2024-02-29T12:30:00+05:30", json!("2024-02-29T07:00:00Z")),
        ("naive", "2024-02-29T12:30:00", json!("2024-02-29T12:30:00")),
        ("date", "2024-02-29", json!("2024-02-29")),
        ("time", "12:30:00", json!("12:30:00")),
        ("timestamp", "2024-02-29T12:30:00+05:30", json!("2024-02-29T07:00:00Z")),
        ("civil", "2024-02-29T12:30:00", json!("2024-02-29T12:30:00")),
        ("civil-date", "2024-02-29", json!("2024-02-29")),
        ("civil-time", "12:30:00", json!("12:30:00")),
        ("duration", "PT1H30M", json!("PT1H30M")),
        ("span", "P1DT2H", json!("P1DT2H")),
        ("kind", "small-laptop", json!("small-laptop")),
        ("sku", "AB", json!("AB")),
        ("email", "Ann@Example.COM", json!("Ann@example.com")),
        ("secret", "hunter2", json!("**********")),
        ("base64", "aGVsbG8=", json!("aGVsbG8=")),
    ];
    cases.extend(rest.iter().map(|(name, text, value)| (*name, (*text).to_owned(), value.clone())));
    for (name, text, value) in cases {
        let answer = send(client.get(&format!("/{name}")).query("v", &text)).await;
        answers(&format!("{name} {text:?}"), &answer, &value);
    }
}

/// Widths that no JSON number of 64 bits holds are compared as text.
#[fastrs::test]
async fn the_widest_integers_are_exact() {
    let client = client(scalar_routes());
    for (name, text) in [
        ("u128", "340282366920938463463374607431768211455"),
        ("i128", "-170141183460469231731687303715884105728"),
        ("i128", "170141183460469231731687303715884105727"),
    ] {
        let answer = client.get(&format!("/{name}")).query("v", text).await.assert_status(200);
        assert_eq!(answer.text(), text);
    }
}

/// `type`, `msg` and `ctx` of an error.
type Refusal = (&'static str, String, Option<Value>);

#[fastrs::test]
async fn every_scalar_refuses_what_is_none() {
    let client = client(scalar_routes());
    let above = |max: Value| {
        (
            "less_than_equal",
            format!("Input should be less than or equal to {max}"),
            Some(json!({ "le": max })),
        )
    };
    let below = |min: Value| {
        (
            "greater_than_equal",
            format!("Input should be greater than or equal to {min}"),
            Some(json!({ "ge": min })),
        )
    };
    let mut cases: Vec<(&str, &str, Refusal)> = vec![
        ("u8", "256", above(json!(255))),
        ("u8", "-1", below(json!(0))),
        ("u16", "65536", above(json!(65535))),
        ("u32", "4294967296", above(json!(4294967295u32))),
        ("u64", "18446744073709551616", above(json!(u64::MAX))),
        ("u64", "-1", below(json!(0))),
        ("usize", "99999999999999999999999999", above(json!(u64::MAX))),
        ("i8", "128", above(json!(127))),
        ("i8", "-129", below(json!(-128))),
        ("i16", "32768", above(json!(32767))),
        ("i32", "-2147483649", below(json!(-2147483648))),
        ("i64", "9223372036854775808", above(json!(i64::MAX))),
        ("isize", "-9223372036854775809", below(json!(i64::MIN))),
        ("u128", "-1", below(json!(0))),
    ];
    let plain = |(kind, msg): (&'static str, &str)| (kind, msg.to_owned(), None);
    for bad in [
        "", " ", "1.", ".0", "1.5", "1e3", "0x10", "_1", "1_", "1__0", "1,000", "1 000", "--1", "True", "١",
        "null",
    ] {
        cases.push(("i32", bad, plain(INT)));
    }
    for bad in ["", "1,5", "0x1p3", "1.5f", "x", "1__0"] {
        cases.push(("f64", bad, plain(FLOAT)));
    }
    for bad in ["inf", "-Infinity", "NaN", "1e400"] {
        cases.push(("f64", bad, plain(("finite_number", "Input should be a finite number"))));
    }
    cases.push(("f32", "1e39", plain(("finite_number", "Input should be a finite number"))));
    for bad in ["", "2", " true", "truth", "null"] {
        cases.push(("bool", bad, plain(BOOL)));
    }
    let with_error = |kind: &'static str, before: &str, error: &str| {
        (kind, format!("{before}{error}"), Some(json!({ "error": error })))
    };
    let short = Some(json!({ "min_length": 1 }));
    let long = Some(json!({ "max_length": 1 }));
    cases.extend([
        ("char", "", ("string_too_short", "String should have at least 1 character".to_owned(), short)),
        ("char", "ab", ("string_too_long", "String should have at most 1 character".to_owned(), long)),
        (
            "kind",
            "Phone",
            (
                "enum",
                "Input should be 'small-laptop' or 'phone'".to_owned(),
                Some(json!({ "expected": "'small-laptop' or 'phone'" })),
            ),
        ),
        (
            "sku",
            "A",
            (
                "string_too_short",
                "String should have at least 2 characters".to_owned(),
                Some(json!({ "min_length": 2 })),
            ),
        ),
        (
            "sku",
            "ab",
            (
                "string_pattern_mismatch",
                "String should match pattern '^[A-Z]+$'".to_owned(),
                Some(json!({ "pattern": "^[A-Z]+$" })),
            ),
        ),
        ("ip", "1.2.3", plain(("ip_any_address", "value is not a valid IPv4 or IPv6 address"))),
        ("ip4", "::1", plain(("ip_v4_address", "Input is not a valid IPv4 address"))),
        ("ip6", "1.2.3.4", plain(("ip_v6_address", "Input is not a valid IPv6 address"))),
        (
            "url",
            "/x",
            with_error("url_parsing", "Input should be a valid URL, ", "relative URL without a base"),
        ),
        ("url", "http://", with_error("url_parsing", "Input should be a valid URL, ", "empty host")),
        (
            "url",
            "http://a:99999",
            with_error("url_parsing", "Input should be a valid URL, ", "invalid port number"),
        ),
    ]);
    for (name, text, (kind, msg, ctx)) in cases {
        let answer = send(client.get(&format!("/{name}")).query("v", text)).await;
        let expected = entry(kind, json!(["query", "v"]), &msg, json!(text), ctx);
        refuses(&format!("{name} {text:?}"), &answer, &[expected]);
    }
}

/// The words after the comma are the parsers' own; kind, place and input are pinned.
#[fastrs::test]
async fn texts_that_do_not_parse_have_the_kind_of_their_type() {
    let client = client(scalar_routes());
    for (name, kind, texts) in [
        ("uuid", "uuid_parsing", vec!["", "x", "67e55044-10b1-426f-9247-bb680e5fe0c"]),
        ("utc", "datetime_from_date_parsing", vec!["", "x", "2024-02-30T00:00:00Z"]),
        ("naive", "datetime_from_date_parsing", vec!["", "2024-02-29T1"]),
        ("date", "date_from_datetime_parsing", vec!["", "2024-13-01", "2023-02-29"]),
        ("time", "time_parsing", vec!["", "24:00:00", "12:60:00"]),
        ("timestamp", "datetime_from_date_parsing", vec!["", "2024-02-29T24:00:00Z"]),
        ("civil", "datetime_from_date_parsing", vec!["", "x"]),
        ("civil-date", "date_from_datetime_parsing", vec!["", "2023-02-29"]),
        ("civil-time", "time_parsing", vec!["", "25:00:00"]),
        ("duration", "time_delta_parsing", vec!["", "x"]),
        ("span", "time_delta_parsing", vec!["", "x"]),
        ("email", "value_error", vec!["", "ann", "ann@localhost", "a@b@c.de", "Ann <ann>"]),
        ("base64", "base64_decode", vec!["a", "!!!!"]),
    ] {
        for text in texts {
            let (status, body) = send(client.get(&format!("/{name}")).query("v", text)).await;
            let error = &body["detail"][0];
            assert_eq!(status, 422, "{name} {text:?} {body}");
            assert_eq!(error["type"], kind, "{name} {text:?}");
            assert_eq!(error["loc"], json!(["query", "v"]));
            assert_eq!(error["input"], text, "{name}");
            let key = if name == "email" { "reason" } else { "error" };
            let reason = error["ctx"][key].as_str().expect("a reason");
            assert!(error["msg"].as_str().unwrap().contains(reason), "{error}");
        }
    }
}

/// A parser may quote its input; the answer must stay small all the same.
#[fastrs::test]
async fn a_large_text_is_not_repeated() {
    let client = client(scalar_routes());
    let large = "9".repeat(6000);
    for name in SCALARS.iter().map(|path| path.trim_start_matches('/')) {
        let response = client.get(&format!("/{name}")).query("v", &large).await;
        assert!(
            response.status() == 200 || response.bytes().len() < 1000,
            "{name}: {} bytes",
            response.bytes().len()
        );
    }
}

#[get("/path/{v}")]
async fn in_path(v: i32) -> i32 {
    v
}

#[get("/query")]
async fn in_query(v: i32) -> i32 {
    v
}

#[get("/header")]
async fn in_header(#[header] x_v: i32) -> i32 {
    x_v
}

#[get("/cookie")]
async fn in_cookie(#[cookie] v: i32) -> i32 {
    v
}

#[post("/form")]
async fn in_form(#[form] v: i32) -> i32 {
    v
}

fn places() -> TestClient {
    client(routes![in_path, in_query, in_header, in_cookie, in_form])
}

fn place<'c>(client: &'c TestClient, place: &str, text: &str) -> TestRequest<'c> {
    let encoded = fastrs::http::Uri::try_from(format!("/path/{}", text.replace(' ', "%20")));
    match place {
        "path" => client.get(encoded.unwrap().path()),
        "query" => client.get("/query").query("v", text),
        "header" => client.get("/header").header("X-V", text),
        "cookie" => client.get("/cookie").cookie("v", text),
        _ => client.post("/form").form([("v", text)]),
    }
}

#[fastrs::test]
async fn every_place_parses_and_names_itself() {
    let client = places();
    for (name, loc) in [
        ("path", json!(["path", "v"])),
        ("query", json!(["query", "v"])),
        ("header", json!(["header", "x-v"])),
        ("cookie", json!(["cookie", "v"])),
        ("form", json!(["body", "v"])),
    ] {
        answers(name, &send(place(&client, name, "7")).await, &json!(7));
        let wrong = entry(INT.0, loc.clone(), INT.1, json!("x"), None);
        refuses(name, &send(place(&client, name, "x")).await, &[wrong]);
        if name != "path" {
            let absent = match name {
                "form" => client.post("/form").form([("other", "1")]),
                _ => client.get(&format!("/{name}")),
            };
            refuses(name, &send(absent).await, &[missing(loc)]);
        }
    }
    refuses("no form at all", &send(client.post("/form")).await, &[missing(json!(["body", "v"]))]);
    refuses("an empty field", &send(place(&client, "form", "")).await, &[missing(json!(["body", "v"]))]);
    client.get("/path/").await.assert_status(404);
}

#[fastrs::test]
async fn of_a_repeated_name_each_place_takes_its_own() {
    let client = places();
    for (case, request, value) in [
        ("query: the last", client.get("/query?v=1&v=2"), 2),
        ("header: the first", client.get("/header").header("x-v", "1").header("X-V", "2"), 1),
        ("cookie: the last", client.get("/cookie").header("cookie", "v=1; v=2"), 2),
        (
            "cookie: over two headers",
            client.get("/cookie").header("cookie", "v=1").header("cookie", "v=2"),
            2,
        ),
        ("form: the last", client.post("/form").form([("v", "1"), ("v", "2")]), 2),
    ] {
        answers(case, &send(request).await, &json!(value));
    }
}

#[get("/text/{v}")]
async fn text_in_path(v: String) -> Json<String> {
    Json(v)
}

#[get("/rest/{*v}")]
async fn rest_in_path(v: String) -> Json<String> {
    Json(v)
}

#[get("/query-text")]
async fn text_in_query(v: String) -> Json<String> {
    Json(v)
}

#[get("/header-text")]
async fn text_in_header(#[header] v: String) -> Json<String> {
    Json(v)
}

#[get("/cookie-text")]
async fn text_in_cookie(#[cookie] v: String) -> Json<String> {
    Json(v)
}

#[post("/form-text")]
async fn text_in_form(#[form] v: String) -> Json<String> {
    Json(v)
}

fn texts() -> TestClient {
    client(routes![text_in_path, rest_in_path, text_in_query, text_in_header, text_in_cookie, text_in_form])
}

#[fastrs::test]
async fn texts_are_decoded_once() {
    let client = texts();
    let form = |text: &'static str| client.post("/form-text").body("application/x-www-form-urlencoded", text);
    for (case, request, value) in [
        ("path", client.get("/text/a%20b%C3%BC"), "a bü"),
        ("path, plus", client.get("/text/a+b"), "a+b"),
        ("path, slash", client.get("/text/a%2Fb"), "a/b"),
        ("path, percent", client.get("/text/%2525"), "%25"),
        ("path, half", client.get("/text/%zz"), "%zz"),
        ("rest", client.get("/rest/a/b%20c/d"), "a/b c/d"),
        ("query, plus", client.get("/query-text?v=a+b"), "a b"),
        ("query, plus encoded", client.get("/query-text?v=a%2Bb"), "a+b"),
        ("query, half", client.get("/query-text?v=%zz"), "%zz"),
        ("query, semicolon", client.get("/query-text?v=1;w=2"), "1;w=2"),
        ("query, no value", client.get("/query-text?v"), ""),
        ("query, no text", client.get("/query-text?v="), ""),
        ("query, name encoded", client.get("/query-text?%76=1"), "1"),
        ("query, equals", client.get("/query-text?v=a=b"), "a=b"),
        ("query, null is a word", client.get("/query-text?v=null"), "null"),
        ("header", client.get("/header-text").header("V", "ü".as_bytes()), "ü"),
        ("cookie, quoted", client.get("/cookie-text").header("cookie", "v=\"a b\""), "a b"),
        ("cookie, empty", client.get("/cookie-text").header("cookie", "v="), ""),
        ("cookie, not decoded", client.get("/cookie-text").header("cookie", "v=%41"), "%41"),
        ("form", form("v=a+b%C3%BC"), "a bü"),
    ] {
        answers(case, &send(request).await, &json!(value));
    }
}

#[fastrs::test]
async fn what_is_not_utf8_is_an_error_and_never_a_replacement() {
    let client = texts();
    let form = client.post("/form-text").body("application/x-www-form-urlencoded", "v=%FF");
    for (case, request, loc) in [
        ("path", client.get("/text/%FF"), json!(["path", "v"])),
        ("query", client.get("/query-text?v=%FF"), json!(["query", "v"])),
        ("header", client.get("/header-text").header("v", b"\xff"), json!(["header", "v"])),
        ("cookie", client.get("/cookie-text").header("cookie", b"v=\xff"), json!(["cookie", "v"])),
        ("form", form, json!(["body", "v"])),
    ] {
        refuses(case, &send(request).await, &[entry(UNICODE.0, loc, UNICODE.1, Value::Null, None)]);
    }
    let lists = self::client(routes![list]);
    let several = send(lists.get("/list?v=%FF&v=x&v=1&v=%C3")).await;
    let expected = ["string_unicode query.v.0", "int_parsing query.v.1", "string_unicode query.v.3"];
    assert_eq!(crate::support::summary(&several), expected);
}

#[get("/required")]
async fn required(v: i32) -> Json<i32> {
    Json(v)
}

#[get("/optional")]
async fn optional(v: Option<i32>) -> Json<Option<i32>> {
    Json(v)
}

#[get("/default")]
async fn with_default(#[query(default = 7)] v: i32) -> Json<i32> {
    Json(v)
}

#[get("/default-some")]
async fn with_default_some(#[query(default = Some(7))] v: Option<i32>) -> Json<Option<i32>> {
    Json(v)
}

#[get("/text-default")]
async fn text_default(#[query(default = "d")] v: String) -> Json<String> {
    Json(v)
}

#[get("/list")]
async fn list(v: Vec<i32>) -> Json<Vec<i32>> {
    Json(v)
}

#[get("/list-default")]
async fn list_default(#[query(default = ["x"])] v: Vec<String>) -> Json<Vec<String>> {
    Json(v)
}

#[get("/list-empty")]
async fn list_empty(#[query(default)] v: Vec<String>) -> Json<Vec<String>> {
    Json(v)
}

#[get("/optional-list")]
async fn optional_list(v: Option<Vec<i32>>) -> Json<Option<Vec<i32>>> {
    Json(v)
}

#[get("/set")]
async fn set(v: HashSet<i32>) -> Json<usize> {
    Json(v.len())
}

#[get("/sorted")]
async fn sorted(v: BTreeSet<Kind>) -> Json<Vec<Kind>> {
    Json(v.into_iter().collect())
}

#[get("/alias")]
async fn aliased(
    #[query(alias = "a-b")] v: i32,
    #[header(alias = "X-Weird_Name")] h: Option<i32>,
) -> Json<(i32, Option<i32>)> {
    Json((v, h))
}

/// FastAPI's table of the query string.
#[fastrs::test]
async fn absent_empty_and_repeated_are_fastapis() {
    let client = client(routes![
        required,
        optional,
        with_default,
        with_default_some,
        text_default,
        list,
        list_default,
        list_empty,
        optional_list,
        set,
        sorted,
        aliased
    ]);
    let loc = || json!(["query", "v"]);
    let int = |input: &str| vec![entry(INT.0, loc(), INT.1, json!(input), None)];
    let int_at =
        |index: usize, input: &str| entry(INT.0, json!(["query", "v", index]), INT.1, json!(input), None);
    let cases: Vec<(&str, Result<Value, Vec<Value>>)> = vec![
        ("/required", Err(vec![missing(loc())])),
        ("/required?v=", Err(int(""))),
        ("/required?v=null", Err(int("null"))),
        ("/required?v[]=1", Err(vec![missing(loc())])),
        ("/required?V=1", Err(vec![missing(loc())])),
        ("/required?v=1", Ok(json!(1))),
        ("/required?v=1&v=2", Ok(json!(2))),
        ("/required?v=x&v=2", Ok(json!(2))),
        ("/required?&&v=3&", Ok(json!(3))),
        ("/optional", Ok(Value::Null)),
        ("/optional?v=", Err(int(""))),
        ("/optional?v=1", Ok(json!(1))),
        ("/default", Ok(json!(7))),
        ("/default?v=", Err(int(""))),
        ("/default?v=1&v=2", Ok(json!(2))),
        ("/default-some", Ok(json!(7))),
        ("/default-some?v=8", Ok(json!(8))),
        ("/text-default", Ok(json!("d"))),
        ("/text-default?v", Ok(json!(""))),
        ("/list", Err(vec![missing(loc())])),
        ("/list?v=", Err(vec![int_at(0, "")])),
        ("/list?v=1", Ok(json!([1]))),
        ("/list?v=1&v=2", Ok(json!([1, 2]))),
        ("/list?v=x&v=1&v=y", Err(vec![int_at(0, "x"), int_at(2, "y")])),
        ("/list?v=1,2", Err(vec![int_at(0, "1,2")])),
        ("/list-default", Ok(json!(["x"]))),
        ("/list-default?v=", Ok(json!([""]))),
        ("/list-empty", Ok(json!([]))),
        ("/optional-list", Ok(Value::Null)),
        ("/optional-list?v=1&v=2", Ok(json!([1, 2]))),
        ("/optional-list?v=x", Err(vec![int_at(0, "x")])),
        ("/set?v=1&v=2&v=1", Ok(json!(2))),
        ("/sorted?v=phone&v=small-laptop&v=phone", Ok(json!(["small-laptop", "phone"]))),
        ("/alias?a-b=3", Ok(json!([3, null]))),
        ("/alias?v=3", Err(vec![missing(json!(["query", "a-b"]))])),
    ];
    for (path, expected) in cases {
        let answer = send(client.get(path)).await;
        match expected {
            Ok(value) => answers(path, &answer, &value),
            Err(errors) => refuses(path, &answer, &errors),
        }
    }
    let answer = send(client.get("/alias?a-b=1").header("X-Weird_Name", "2")).await;
    answers("an aliased header", &answer, &json!([1, 2]));
    let answer = send(client.get("/alias?a-b=1").header("X-Weird_Name", "x")).await;
    refuses(
        "an aliased header",
        &answer,
        &[entry(INT.0, json!(["header", "X-Weird_Name"]), INT.1, json!("x"), None)],
    );
}

#[get("/lists/header")]
async fn list_in_header(#[header] x_v: Vec<String>) -> Json<Vec<String>> {
    Json(x_v)
}

#[get("/lists/cookie")]
async fn list_in_cookie(#[cookie] v: Vec<i32>) -> Json<Vec<i32>> {
    Json(v)
}

#[post("/lists/form")]
async fn list_in_form(#[form] v: Vec<String>, #[form(default = 3)] n: u8) -> Json<(Vec<String>, u8)> {
    Json((v, n))
}

#[fastrs::test]
async fn lists_come_from_every_place() {
    let client = client(routes![list_in_header, list_in_cookie, list_in_form]);
    let headers = client.get("/lists/header").header("x-v", "a, b").header("X-V", "c");
    answers("headers are not split", &send(headers).await, &json!(["a, b", "c"]));
    answers("cookies", &send(client.get("/lists/cookie").header("cookie", "v=1; v=2")).await, &json!([1, 2]));
    let form = client.post("/lists/form").form([("v", "a"), ("v", ""), ("n", "")]);
    answers("an empty text stays in a list, and is absent alone", &send(form).await, &json!([["a", ""], 3]));
}

fn even(value: &u32) -> Result<(), String> {
    if value.is_multiple_of(2) { Ok(()) } else { Err(format!("{value} is odd")) }
}

fn short_list(list: &[i32]) -> Result<(), &'static str> {
    if list.iter().sum::<i32>() < 100 { Ok(()) } else { Err("too much together") }
}

#[get("/numbers")]
async fn numbers(
    #[query(gt = 3)] gt: Option<i32>,
    #[query(ge = 3)] ge: Option<i32>,
    #[query(lt = 3)] lt: Option<i32>,
    #[query(le = 3)] le: Option<i32>,
    #[query(multiple_of = 5)] step: Option<i32>,
    #[query(gt = 0.5, lt = 1)] f: Option<f64>,
    #[query(multiple_of = 0.1)] tenth: Option<f64>,
    #[query(validate = |value: &Option<u32>| value.as_ref().map_or(Ok(()), even))] even: Option<u32>,
    #[query(ge = 0, le = 100, multiple_of = 7)] all: Option<i64>,
) -> NoContent {
    let _ = (gt, ge, lt, le, step, f, tenth, even, all);
    NoContent
}

#[get("/texts")]
async fn constrained_texts(
    #[query(min_length = 2)] min: Option<String>,
    #[query(max_length = 3)] max: Option<String>,
    #[query(min_length = 1)] one: Option<String>,
    #[query(pattern = "^a+$")] pattern: Option<String>,
    #[query(min_length = 2, pattern = "^a+$")] both: Option<String>,
) -> NoContent {
    let _ = (min, max, one, pattern, both);
    NoContent
}

#[get("/items")]
async fn constrained_lists(
    #[query(min_items = 2)] min: Option<Vec<i32>>,
    #[query(max_items = 1)] max: Option<Vec<i32>>,
    #[query(unique_items)] unique: Option<Vec<i32>>,
    #[query(default, validate = |list: &Vec<i32>| short_list(list))] sum: Vec<i32>,
    #[query(default, min_items = 0, max_items = 1)] set: HashSet<i32>,
    #[query(default, unique_items, validate = |list: &Vec<i32>| short_list(list))] both: Vec<i32>,
) -> NoContent {
    let _ = (min, max, unique, sum, set, both);
    NoContent
}

#[fastrs::test]
async fn every_constraint_has_its_words() {
    let client = client(routes![numbers, constrained_texts, constrained_lists]);
    let value_error = |text: &str| ("value_error", format!("Value error, {text}"), json!({ "error": {} }));
    let of = |kind: &'static str, msg: &str, ctx: Value| (kind, msg.to_owned(), ctx);
    let cases: Vec<(&str, Value, (&str, String, Value))> = vec![
        (
            "/numbers?gt=3",
            json!("3"),
            of("greater_than", "Input should be greater than 3", json!({ "gt": 3 })),
        ),
        (
            "/numbers?ge=2",
            json!("2"),
            of("greater_than_equal", "Input should be greater than or equal to 3", json!({ "ge": 3 })),
        ),
        ("/numbers?lt=3", json!("3"), of("less_than", "Input should be less than 3", json!({ "lt": 3 }))),
        (
            "/numbers?le=4",
            json!("4"),
            of("less_than_equal", "Input should be less than or equal to 3", json!({ "le": 3 })),
        ),
        (
            "/numbers?step=7",
            json!("7"),
            of("multiple_of", "Input should be a multiple of 5", json!({ "multiple_of": 5 })),
        ),
        (
            "/numbers?f=0.5",
            json!("0.5"),
            of("greater_than", "Input should be greater than 0.5", json!({ "gt": 0.5 })),
        ),
        ("/numbers?f=1", json!("1"), of("less_than", "Input should be less than 1", json!({ "lt": 1.0 }))),
        (
            "/numbers?tenth=0.25",
            json!("0.25"),
            of("multiple_of", "Input should be a multiple of 0.1", json!({ "multiple_of": 0.1 })),
        ),
        ("/numbers?even=3", json!("3"), value_error("3 is odd")),
        (
            "/numbers?all=101",
            json!("101"),
            of("multiple_of", "Input should be a multiple of 7", json!({ "multiple_of": 7 })),
        ),
        (
            "/numbers?all=105",
            json!("105"),
            of("less_than_equal", "Input should be less than or equal to 100", json!({ "le": 100 })),
        ),
        (
            "/texts?min=%C3%BC",
            json!("ü"),
            of("string_too_short", "String should have at least 2 characters", json!({ "min_length": 2 })),
        ),
        (
            "/texts?max=abcd",
            json!("abcd"),
            of("string_too_long", "String should have at most 3 characters", json!({ "max_length": 3 })),
        ),
        (
            "/texts?one=",
            json!(""),
            of("string_too_short", "String should have at least 1 character", json!({ "min_length": 1 })),
        ),
        (
            "/texts?pattern=ab",
            json!("ab"),
            of("string_pattern_mismatch", "String should match pattern '^a+$'", json!({ "pattern": "^a+$" })),
        ),
        (
            "/texts?both=b",
            json!("b"),
            of("string_too_short", "String should have at least 2 characters", json!({ "min_length": 2 })),
        ),
        (
            "/items?min=1",
            json!(["1"]),
            of(
                "too_short",
                "List should have at least 2 items after validation, not 1",
                json!({ "field_type": "List", "min_length": 2, "actual_length": 1 }),
            ),
        ),
        (
            "/items?max=1&max=2",
            json!(["1", "2"]),
            of(
                "too_long",
                "List should have at most 1 item after validation, not 2",
                json!({ "field_type": "List", "max_length": 1, "actual_length": 2 }),
            ),
        ),
        ("/items?sum=60&sum=40", json!(["60", "40"]), value_error("too much together")),
        (
            "/items?set=1&set=2",
            json!(["1", "2"]),
            of(
                "too_long",
                "Set should have at most 1 item after validation, not 2",
                json!({ "field_type": "Set", "max_length": 1, "actual_length": 2 }),
            ),
        ),
        ("/items?both=60&both=40", json!(["60", "40"]), value_error("too much together")),
    ];
    for (path, input, (kind, msg, ctx)) in cases {
        let name = path.split(['?', '=']).nth(1).unwrap();
        let expected = entry(kind, json!(["query", name]), &msg, input, Some(ctx));
        refuses(path, &send(client.get(path)).await, &[expected]);
    }
    for path in ["/items?unique=1&unique=2&unique=1", "/items?both=1&both=1"] {
        let (status, body) = send(client.get(path)).await;
        assert_eq!((status, &body["detail"][0]["type"]), (422, &json!("unique_items")), "{path}");
    }
    for path in [
        "/numbers?gt=4&ge=3&lt=2&le=3&step=-10&f=0.75&tenth=0.3&even=4&all=98",
        "/texts?min=%C3%BC%C3%BC&max=abc&one=x&pattern=aa&both=aa",
        "/items?min=1&min=1&max=1&unique=1&unique=2&sum=1&set=1&set=1",
    ] {
        client.get(path).await.assert_status(204);
    }
}

#[model(deny_unknown_fields)]
#[derive(Debug)]
pub struct Filter {
    #[field(default = 100, gt = 0, le = 100)]
    pub limit: u32,
    #[field(default)]
    pub offset: u32,
    pub order: Option<Kind>,
    #[field(default, max_items = 2)]
    pub tags: Vec<String>,
    pub ids: Option<HashSet<u32>>,
    #[field(alias = "x-y")]
    pub renamed: bool,
    #[field(default)]
    pub token: Option<Secret<String>>,
}

#[get("/model/query")]
async fn model_in_query(#[query] filter: Filter) -> Filter {
    filter
}

#[post("/model/form")]
async fn model_in_form(#[form] filter: Filter) -> Filter {
    filter
}

#[model]
#[derive(Debug)]
pub struct Headers {
    pub host_name: String,
    #[field(ge = 2)]
    pub x_count: Option<u32>,
    #[field(default)]
    pub x_tag: Vec<String>,
}

#[get("/model/header")]
async fn model_in_header(#[header] headers: Headers) -> Headers {
    headers
}

#[model]
#[derive(Debug)]
pub struct Cookies {
    pub session: String,
    pub seen: Option<bool>,
}

#[get("/model/cookie")]
async fn model_in_cookie(#[cookie] cookies: Cookies) -> Cookies {
    cookies
}

fn models() -> TestClient {
    client(routes![model_in_query, model_in_form, model_in_header, model_in_cookie])
}

#[fastrs::test]
async fn a_model_takes_its_fields_from_one_place() {
    let client = models();
    let plain = json!({ "limit": 100, "offset": 0, "order": null, "tags": [], "ids": null, "x-y": true, "token": null });
    let full = json!({ "limit": 5, "offset": 2, "order": "phone", "tags": ["a", "b"], "ids": [1], "x-y": false, "token": "**********" });
    let query = "limit=5&limit=+5&offset=2&order=phone&tags=a&tags=b&ids=1&x-y=off&token=t";
    let cookies = client.get("/model/cookie").header("cookie", "session=s; seen=yes; other=1");
    let headers = client
        .get("/model/header")
        .header("Host-Name", "h")
        .header("x-count", "2")
        .header("x-tag", "a")
        .header("x-tag", "b");
    let urlencoded = "application/x-www-form-urlencoded";
    for (case, request, value) in [
        ("query defaults", client.get("/model/query?x-y=on"), plain.clone()),
        ("query full", client.get(&format!("/model/query?{query}")), full.clone()),
        ("form defaults", client.post("/model/form").form([("x-y", "1")]), plain),
        ("form full", client.post("/model/form").body(urlencoded, query), full),
        ("headers", headers, json!({ "host_name": "h", "x_count": 2, "x_tag": ["a", "b"] })),
        (
            "headers, one",
            client.get("/model/header").header("host-name", "h"),
            json!({ "host_name": "h", "x_count": null, "x_tag": [] }),
        ),
        ("cookies", cookies, json!({ "session": "s", "seen": true })),
    ] {
        answers(case, &send(request).await, &value);
    }
}

#[fastrs::test]
async fn what_nobody_asked_for_is_neither_read_nor_shown() {
    let client = models();
    let foreign = client.get("/model/cookie").header("cookie", b"session=s; tracker=\xff");
    answers("another's", &send(foreign).await, &json!({ "session": "s", "seen": null }));
    let own = client.get("/model/cookie").header("cookie", b"session=\xff");
    let unread = entry(UNICODE.0, json!(["cookie", "session"]), UNICODE.1, Value::Null, None);
    refuses("its own", &send(own).await, &[unread]);
    let cookies = client.get("/model/cookie").header("cookie", "seen=yes; sid=secret");
    let input = json!({ "seen": "yes", "sid": "**********" });
    let lacks = |loc: Value, input: &Value| entry("missing", loc, "Field required", input.clone(), None);
    refuses("cookies", &send(cookies).await, &[lacks(json!(["cookie", "session"]), &input)]);
    let headers = client.get("/model/header").header("x-api-key", "secret").header("accept", "text/html");
    let (status, body) = send(headers).await;
    let input = &body["detail"][0]["input"];
    assert_eq!(
        (status, &input["x-api-key"], &input["accept"]),
        (422, &json!("**********"), &json!("text/html"))
    );
}

#[fastrs::test]
async fn a_model_in_a_place_tells_all_its_faults() {
    let client = models();
    let int = |loc: Value, input: &str| entry(INT.0, loc, INT.1, json!(input), None);
    let extra = |loc: Value, input: &str| {
        entry("extra_forbidden", loc, "Extra inputs are not permitted", json!(input), None)
    };
    let path = "/model/query?limit=0&offset=&order=tv&tags=a&tags=b&tags=c&ids=1&ids=x&zzz=1&token=t";
    let all = json!({ "limit": "0", "offset": "", "order": "tv", "tags": ["a", "b", "c"], "ids": ["1", "x"], "token": "**********", "zzz": "1" });
    let expected = |place: &str| {
        vec![
            entry(
                "greater_than",
                json!([place, "limit"]),
                "Input should be greater than 0",
                json!("0"),
                Some(json!({ "gt": 0 })),
            ),
            int(json!([place, "offset"]), ""),
            entry(
                "enum",
                json!([place, "order"]),
                "Input should be 'small-laptop' or 'phone'",
                json!("tv"),
                Some(json!({ "expected": "'small-laptop' or 'phone'" })),
            ),
            entry(
                "too_long",
                json!([place, "tags"]),
                "List should have at most 2 items after validation, not 3",
                json!(["a", "b", "c"]),
                Some(json!({ "field_type": "List", "max_length": 2, "actual_length": 3 })),
            ),
            int(json!([place, "ids", 1]), "x"),
            entry("missing", json!([place, "x-y"]), "Field required", all.clone(), None),
            extra(json!([place, "zzz"]), "1"),
        ]
    };
    refuses("query", &send(client.get(path)).await, &expected("query"));
    let form =
        client.post("/model/form").body("application/x-www-form-urlencoded", path.split('?').nth(1).unwrap());
    refuses("form", &send(form).await, &expected("body"));
    let headers = client.get("/model/header").header("x-count", "1");
    refuses(
        "header",
        &send(headers).await,
        &[
            entry(
                "missing",
                json!(["header", "host_name"]),
                "Field required",
                json!({ "x_count": "1", "x_tag": [] }),
                None,
            ),
            entry(
                "greater_than_equal",
                json!(["header", "x_count"]),
                "Input should be greater than or equal to 2",
                json!("1"),
                Some(json!({ "ge": 2 })),
            ),
        ],
    );
    let cookies = client.get("/model/cookie").header("cookie", "seen=2");
    refuses(
        "cookie",
        &send(cookies).await,
        &[
            entry("missing", json!(["cookie", "session"]), "Field required", json!({ "seen": "2" }), None),
            entry(BOOL.0, json!(["cookie", "seen"]), BOOL.1, json!("2"), None),
        ],
    );
    let empty = client.get("/model/query?x-y=1&=x");
    refuses("empty name", &send(empty).await, &[extra(json!(["query", ""]), "x")]);
}

/// Bytes that are no text are told where they stand, beside every other fault.
#[fastrs::test]
async fn a_model_names_the_field_that_is_not_utf8() {
    let client = models();
    let urlencoded = "application/x-www-form-urlencoded";
    for (case, request, expected) in [
        ("required", client.get("/model/query?x-y=%FF"), &["string_unicode query.x-y"][..]),
        (
            "beside others",
            client.get("/model/query?limit=0&order=%FF&x-y=1&tags=a&tags=%C3"),
            &["greater_than query.limit", "string_unicode query.tags.1", "string_unicode query.order"],
        ),
        ("name", client.get("/model/query?x-y=1&lim%FFit=1"), &["extra_forbidden query.lim\u{fffd}it"]),
        (
            "form",
            client.post("/model/form").body(urlencoded, "x-y=1&offset=%FF"),
            &["string_unicode body.offset"],
        ),
        (
            "header",
            client.get("/model/header").header("host-name", b"\xff"),
            &["string_unicode header.host_name"],
        ),
        (
            "cookie",
            client.get("/model/cookie").header("cookie", b"session=s; seen=\xff"),
            &["string_unicode cookie.seen"],
        ),
    ] {
        assert_eq!(crate::support::summary(&send(request).await), expected, "{case}");
    }
    let last = send(client.get("/model/query?x-y=1&limit=%FF&limit=2")).await;
    assert_eq!((last.0, &last.1["limit"]), (200, &json!(2)));
}

#[model]
pub struct Paging {
    #[field(default = 10, le = 100)]
    pub limit: u32,
    pub deep: Option<bool>,
}

#[model]
pub struct Paged {
    pub name: String,
    #[serde(flatten)]
    pub paging: Paging,
}

#[get("/model/flat")]
async fn flat_in_query(#[query] paged: Paged) -> Paged {
    paged
}

#[fastrs::test]
async fn a_flattened_model_is_parsed_as_any_other() {
    let client = client(routes![flat_in_query]);
    let good = send(client.get("/model/flat?name=7&limit=+7&deep=on")).await;
    answers("flat", &good, &json!({ "name": "7", "limit": 7, "deep": true }));
    let bad = send(client.get("/model/flat?limit=101&deep=x")).await;
    let expected = ["missing query.name", "less_than_equal query.limit", "bool_parsing query.deep"];
    assert_eq!(crate::support::summary(&bad), expected);
}

#[get("/places/{a}")]
async fn all_places(#[cookie] d: u8, #[header] c: u8, b: u8, a: u8, #[query] filter: Filter) -> NoContent {
    let _ = (a, b, c, d, filter);
    NoContent
}

/// Path, query, header, cookie, in whatever order the handler names them.
#[fastrs::test]
async fn errors_come_in_order_of_places() {
    let client = client(routes![all_places]);
    let answer = send(client.get("/places/x?x-y=1")).await;
    assert_eq!(
        crate::support::summary(&answer),
        ["int_parsing path.a", "missing query.b", "missing header.c", "missing cookie.d"]
    );
}

#[model]
#[derive(Debug)]
pub struct Window {
    pub from: Option<u32>,
    #[field(default)]
    pub sizes: Vec<u32>,
    pub key: Secret<String>,
}

#[get("/typed/{id}/{kind}")]
async fn typed(
    id: String,
    kind: Kind,
    q: Option<String>,
    #[query(default)] tags: Vec<String>,
    #[header] x_token: Secret<String>,
    #[cookie] session: Option<String>,
    #[query] window: Window,
) -> Json<Value> {
    Json(json!([
        id,
        kind,
        q,
        tags,
        x_token.expose(),
        session,
        window.from,
        window.sizes,
        window.key.expose()
    ]))
}

/// A typed request is read back as it was written, secrets and all.
#[fastrs::test]
async fn a_typed_request_writes_what_is_read() {
    let client = client(routes![typed]);
    let window = Window { from: Some(1), sizes: vec![2, 3], key: "k&y".to_owned().into() };
    let request =
        typed::request("a/b c", Kind::SmallLaptop).q("a&b").tags(vec!["x".to_owned(), "+".to_owned()]);
    let request = request.x_token(Secret::new("s".to_owned())).session("c".to_owned()).window(window);
    let expected = json!(["a/b c", "small-laptop", "a&b", ["x", "+"], "s", "c", 1, [2, 3], "k&y"]);
    answers("typed", &send(client.call(request)).await, &expected);
    assert_eq!(typed::url("a/b", Kind::Phone), "/typed/a%2Fb/phone");
}

#[get("/required/query")]
async fn required_option(#[query(required, ge = 1)] v: Option<i32>) -> Json<Option<i32>> {
    Json(v)
}

#[get("/required/list")]
async fn required_list(#[query(required)] v: Option<Vec<i32>>) -> Json<Option<Vec<i32>>> {
    Json(v)
}

#[fastrs::test]
async fn an_option_can_be_required() {
    let client = client(routes![required_option, required_list]);
    for path in ["/required/query", "/required/list"] {
        refuses(path, &send(client.get(path)).await, &[missing(json!(["query", "v"]))]);
        let parameter = &client.openapi()["paths"][path]["get"]["parameters"][0];
        assert_eq!(parameter["required"], true, "{path}");
        assert_eq!(parameter["schema"]["anyOf"][1], json!({ "type": "null" }), "{path}");
    }
    answers("one", &send(client.get("/required/query?v=2")).await, &json!(2));
    answers("list", &send(client.get("/required/list?v=2")).await, &json!([2]));
}

#[get("/kept")]
async fn kept(#[header(convert_underscores = false)] x_v: String) -> Json<String> {
    Json(x_v)
}

#[model(deny_unknown_fields)]
#[derive(Debug)]
pub struct KnownHeaders {
    pub x_count: u32,
    #[field(default = 3)]
    pub x_size: u32,
    #[field(default)]
    pub x_tag: Vec<String>,
    pub x_key: Option<Secret<String>>,
}

#[get("/known")]
async fn known_headers(#[header] headers: KnownHeaders) -> Json<(u32, Vec<String>)> {
    Json((headers.x_count, headers.x_tag))
}

#[get("/kept-known")]
async fn kept_headers(#[header(convert_underscores = false)] headers: KnownHeaders) -> Json<u32> {
    Json(headers.x_count)
}

#[fastrs::test]
async fn underscores_of_a_header_stay_where_they_shall() {
    let client = client(routes![kept, kept_headers, known_headers]);
    answers("one", &send(client.get("/kept").header("x_v", "a").header("x-v", "b")).await, &json!("a"));
    answers("model", &send(client.get("/kept-known").header("x_count", "1")).await, &json!(1));
    let names = |path: &str| {
        let parameters = client.openapi()["paths"][path]["get"]["parameters"].as_array().unwrap();
        parameters.iter().map(|parameter| parameter["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("/kept"), ["x_v"]);
    assert_eq!(names("/kept-known"), ["x_count", "x_size", "x_tag", "x_key"]);
    assert_eq!(names("/known"), ["x-count", "x-size", "x-tag", "x-key"]);
    // What a typed request writes is what is read.
    let headers = || KnownHeaders { x_count: 7, x_size: 1, x_tag: vec![], x_key: None };
    assert_eq!(client.call(kept_headers::request().headers(headers())).await.value(), json!(7));
    let answer = client.call(known_headers::request().headers(headers())).await;
    assert_eq!(answer.value(), json!([7, []]));
}

#[fastrs::test]
async fn a_header_model_knows_every_header() {
    let client = client(routes![known_headers]);
    let extra = |name: &str, input: &str| {
        entry(
            "extra_forbidden",
            json!(["header", name]),
            "Extra inputs are not permitted",
            json!(input),
            None,
        )
    };
    let request = || client.get("/known").header("x-count", "1");
    answers("known", &send(request().header("x-tag", "a")).await, &json!([1, ["a"]]));
    // A name with underscores is not the field's, and no other name either.
    answers("underscores", &send(request().header("x_count", "x")).await, &json!([1, []]));
    let more = request().header("tool", "a").header("tool", "b").header("authorization", "Bearer t");
    let two = entry(
        "extra_forbidden",
        json!(["header", "tool"]),
        "Extra inputs are not permitted",
        json!(["a", "b"]),
        None,
    );
    refuses("extra", &send(more).await, &[two, extra("authorization", "**********")]);
}

#[fastrs::test]
async fn of_a_repeated_header_a_model_takes_the_first() {
    let client = client(routes![known_headers]);
    let good = client.get("/known").header("x-count", "1").header("x-count", "x").header("x-tag", "a");
    answers("first", &send(good).await, &json!([1, ["a"]]));
    let bad = client.get("/known").header("x-count", "x").header("x-count", "1");
    refuses(
        "first",
        &send(bad).await,
        &[entry(INT.0, json!(["header", "x_count"]), INT.1, json!("x"), None)],
    );
}

#[fastrs::test]
async fn what_a_missing_field_shows_is_all_that_was_collected() {
    let client = client(routes![known_headers, model_in_header]);
    // Defaults among it, as FastAPI collects them, and no secret.
    let sent = client.get("/known").header("x-key", "k").header("x-size", "4").header("x-size", "5");
    let collected = json!({ "x_size": "4", "x_tag": [], "x_key": "**********" });
    refuses("known", &send(sent).await, &[absent(json!(["header", "x_count"]), collected)]);
    let sent = client.get("/model/header").header("cookie", "c=1").header("tool", "a");
    let collected = json!({ "x_tag": [], "cookie": "**********", "tool": "**********" });
    refuses("all", &send(sent).await, &[absent(json!(["header", "host_name"]), collected)]);
}

/// `missing` of a field of a model.
fn absent(loc: Value, input: Value) -> Value {
    entry("missing", loc, "Field required", input, None)
}

#[model(literal, rename_all = "snake_case")]
#[derive(Debug)]
pub enum OrderBy {
    CreatedAt,
    UpdatedAt,
}

#[get("/literal")]
async fn literal(#[query(default = OrderBy::CreatedAt)] order_by: OrderBy) -> Json<OrderBy> {
    Json(order_by)
}

#[fastrs::test]
async fn a_literal_is_its_words() {
    let client = client(routes![literal]);
    answers("default", &send(client.get("/literal")).await, &json!("created_at"));
    answers("word", &send(client.get("/literal?order_by=updated_at")).await, &json!("updated_at"));
    let words = "'created_at' or 'updated_at'";
    let fault = entry(
        "literal_error",
        json!(["query", "order_by"]),
        &format!("Input should be {words}"),
        json!("name"),
        Some(json!({ "expected": words })),
    );
    refuses("other", &send(client.get("/literal?order_by=name")).await, &[fault]);
    let schema = &client.openapi()["paths"]["/literal"]["get"]["parameters"][0]["schema"];
    assert_eq!(schema["enum"], json!(["created_at", "updated_at"]));
    assert_eq!(schema["default"], "created_at");
    assert!(client.openapi()["components"]["schemas"].get("OrderBy").is_none());
}
