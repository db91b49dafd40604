//! Schema, rules and serde agree on what is refused.
//!
//! A good value of each model is changed at random places (wrong types, missing and further fields, values around the
//! bounds), then judged twice: by the schema in the app's own document, and by the server. What stays outside, because
//! JSON Schema and serde mean different things by it, is named where the values are made.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::Ipv4Addr;

use fastrs::prelude::*;
use fastrs::testing::TestClient;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use serde_json::{Value, json};

use crate::support::client;

#[model(rename_all = "lowercase")]
pub enum Kind {
    Laptop,
    Phone,
}

#[model]
pub struct Plain {
    #[field(min_length = 2, max_length = 4)]
    pub text: String,
    #[field(pattern = "^[a-c]+$")]
    pub letters: String,
    #[field(gt = 0, lt = 10)]
    pub open: i32,
    #[field(ge = 1, le = 10, multiple_of = 5)]
    pub closed: u8,
    #[field(gt = 0.5, le = 2.25)]
    pub float: f64,
    #[field(multiple_of = 0.25)]
    pub quarters: f64,
    pub flag: bool,
    pub letter: char,
    pub small: i8,
    pub wide: u64,
    pub signed: i64,
    #[field(min_items = 1, max_items = 3, unique_items)]
    pub list: Vec<u8>,
    #[field(max_length = 3)]
    pub maybe: Option<String>,
    #[field(default = 3, ge = 3)]
    pub made: u16,
    pub kind: Kind,
    pub id: uuid::Uuid,
    pub day: chrono::NaiveDate,
    pub at: chrono::DateTime<chrono::Utc>,
    pub ip: Ipv4Addr,
    pub email: Email,
    #[field(min_length = 3)]
    pub secret: Secret<String>,
}

fn plain() -> Value {
    json!({
        "text": "abc", "letters": "abc", "open": 5, "closed": 5, "float": 1.5, "quarters": 0.75, "flag": true,
        "letter": "x", "small": 7, "wide": 7, "signed": -7, "list": [1, 2], "maybe": "abc", "made": 5,
        "kind": "phone", "id": "67e55044-10b1-426f-9247-bb680e5fe0c8", "day": "2024-02-29",
        "at": "2024-02-29T12:30:00Z", "ip": "10.0.0.1", "email": "user@example.com", "secret": "abcd"
    })
}

#[model(deny_unknown_fields, rename_all = "camelCase")]
pub struct Line {
    #[field(min_length = 1)]
    pub item_name: String,
    #[field(ge = 1)]
    pub count: u32,
}

#[model(rename_all = "camelCase")]
pub struct Order {
    #[field(min_items = 1, max_items = 3)]
    pub all_lines: Vec<Line>,
    pub first_line: Option<Line>,
    pub parent: Option<Box<Order>>,
    #[serde(flatten)]
    pub address: Address,
    #[field(default)]
    pub extra: Value,
}

#[model]
pub struct Address {
    #[field(max_length = 5)]
    pub street: String,
    pub number: Option<u16>,
}

fn order() -> Value {
    let line = json!({ "itemName": "a", "count": 1 });
    let inner = json!({ "allLines": [line], "street": "b" });
    json!({ "allLines": [line, line], "firstLine": line, "parent": inner, "street": "a", "number": 5, "extra": [1] })
}

#[model(tag = "type")]
pub enum Internal {
    Circle {
        #[field(gt = 0)]
        r: f64,
    },
    Line(Address),
    Point,
}

#[model(tag = "type", deny_unknown_fields)]
pub enum ClosedInternal {
    Circle { r: u8 },
}

#[model(tag = "t", content = "c")]
pub enum Adjacent {
    Number(#[field(le = 5)] u8),
    Fields { a: u8, b: Option<String> },
}

#[model]
pub enum External {
    Number(u8),
    Fields {
        #[field(min_length = 2)]
        a: String,
    },
    Unit,
}

#[model(untagged)]
pub enum Untagged {
    Number(#[field(le = 5)] u8),
    Text(#[field(min_length = 2)] String),
    Line(Line),
}

#[model]
pub struct Unions {
    pub internal: Vec<Internal>,
    pub closed: ClosedInternal,
    pub adjacent: Vec<Adjacent>,
    pub external: Vec<External>,
    pub untagged: Vec<Untagged>,
}

fn unions() -> Value {
    json!({
        "internal": [{ "type": "Circle", "r": 0.5 }, { "type": "Line", "street": "a" }, { "type": "Point" }],
        "closed": { "type": "Circle", "r": 5 },
        "adjacent": [{ "t": "Number", "c": 5 }, { "t": "Fields", "c": { "a": 1, "b": "x" } }],
        "external": [{ "Number": 5 }, { "Fields": { "a": "abc" } }, "Unit"],
        "untagged": [5, "abc", { "itemName": "a", "count": 1 }]
    })
}

#[model]
pub struct Page<T> {
    #[field(max_items = 3)]
    pub items: Vec<T>,
    #[field(ge = 0, le = 10)]
    pub total: i64,
    pub next: Option<T>,
}

fn page() -> Value {
    let line = json!({ "itemName": "a", "count": 1 });
    json!({ "items": [line, line], "total": 2, "next": line })
}

#[model]
pub struct Collections {
    #[field(min_items = 1, max_items = 2)]
    pub map: HashMap<String, u8>,
    pub lines: BTreeMap<String, Line>,
    pub set: BTreeSet<u8>,
    pub pair: (u8, String),
    pub four: (bool, Option<u8>, Vec<u8>, f32),
    pub nested: Vec<Vec<u8>>,
    pub options: Vec<Option<u8>>,
    pub sizes: BTreeMap<Kind2, u8>,
    pub boxed: Box<[u8]>,
}

#[model(rename_all = "lowercase")]
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind2 {
    Laptop,
    Phone,
}

fn collections() -> Value {
    json!({
        "map": { "a": 1 }, "lines": { "a": { "itemName": "a", "count": 1 } }, "set": [1, 2], "pair": [1, "a"],
        "four": [true, null, [1], 0.5], "nested": [[1], []], "options": [1, null], "sizes": { "laptop": 1 },
        "boxed": [1]
    })
}

#[model(partial = DraftPatch, deny_unknown_fields)]
pub struct Draft {
    #[field(min_length = 1, max_length = 5)]
    pub title: String,
    #[field(max_length = 5)]
    pub note: Option<String>,
    #[field(default, max_items = 2, unique_items)]
    pub tags: Vec<String>,
    #[field(ge = 1, multiple_of = 5)]
    pub count: u8,
    pub line: Option<Line>,
    pub kind: Kind,
}

fn patch_value() -> Value {
    json!({ "title": "abc", "note": "abc", "tags": ["a"], "count": 5, "line": { "itemName": "a", "count": 1 }, "kind": "phone" })
}

#[model]
pub struct Newtypes {
    #[field(max_length = 4)]
    pub name: Name,
    pub age: Option<Age>,
    #[field(min_items = 1)]
    pub names: Names,
}

#[model]
pub struct Name(#[field(min_length = 2, pattern = "^[a-z]*$")] String);

#[model]
pub struct Age(#[field(ge = 5)] u8);

#[model]
pub struct Names(#[field(max_items = 2)] Vec<Name>);

fn newtypes() -> Value {
    json!({ "name": "abc", "age": 7, "names": ["ab"] })
}

macro_rules! takes {
    ($($name:ident $path:literal $type:ty;)*) => {
        $(#[post($path)]
        async fn $name(body: $type) -> NoContent {
            let _ = body;
            NoContent
        })*

        fn takers() -> TestClient {
            client(routes![$($name),*])
        }
    };
}

takes! {
    take_plain "/plain" Plain;
    take_order "/order" Order;
    take_unions "/unions" Unions;
    take_page "/page" Page<Line>;
    take_collections "/collections" Collections;
    take_patch "/patch" DraftPatch;
    take_newtypes "/newtypes" Newtypes;
    take_list "/list" Vec<Line>;
    take_map "/map" HashMap<String, Internal>;
}

/// One change of a value.
#[derive(Debug, Clone)]
enum Change {
    /// Another value stands there.
    Replace(Value),
    /// The field or item is gone.
    Remove,
    /// The object has one more field.
    Add(&'static str, Value),
    /// A field has another name.
    Rename(&'static str),
    /// The item stands there twice.
    Repeat,
}

/// Values that stand around the bounds, and of every type.
///
/// Left out: whole numbers with a fraction (`1.0`, an integer to JSON Schema and none to serde), integers beyond 64
/// bits (a float to serde), and texts of which format checkers disagree (`a@b`). No model here has an alias (the
/// schema knows only the name) or an adjacently tagged variant without data (serde refuses content for it).
fn values() -> Vec<Value> {
    let long = "a".repeat(30);
    let mut all = vec![
        json!(null),
        json!(true),
        json!(false),
        json!([]),
        json!({}),
        json!([1]),
        json!([null]),
        json!([1, 1]),
    ];
    all.extend([
        json!(["a"]),
        json!(["ab", "ab"]),
        json!({ "a": 1 }),
        json!({ "itemName": "a", "count": 1 }),
    ]);
    all.extend(
        [-129i64, -128, -1, 0, 1, 2, 3, 5, 6, 7, 10, 11, 127, 128, 255, 256, 65535, 65536].map(Value::from),
    );
    all.extend([4294967295i64, 4294967296, i64::MAX, i64::MIN].map(Value::from));
    all.push(json!(u64::MAX));
    all.extend([0.5, 0.75, 0.3, 1.5, 2.25, 2.5, -0.1, 0.1].map(Value::from));
    let texts =
        ["", "a", "ab", "abc", "abcd", "abcde", "abcdef", "A", "d", "äöü", "🦀", "1", "true", "null", &long];
    all.extend(texts.map(Value::from));
    let words = [
        "laptop",
        "phone",
        "Laptop",
        "user@example.com",
        "not an email",
        "2024-02-29",
        "2023-02-29",
        "12:30:00",
    ];
    all.extend(words.map(Value::from));
    let formats = [
        "67e55044-10b1-426f-9247-bb680e5fe0c8",
        "67e55044",
        "2024-02-29T12:30:00Z",
        "10.0.0.1",
        "10.0.0.256",
    ];
    all.extend(formats.map(Value::from));
    all.extend(["Circle", "Line", "Point", "Number", "Fields", "Unit", "Oval"].map(Value::from));
    all.extend([
        json!({ "type": "Point" }),
        json!({ "t": "Unit" }),
        json!({ "Number": 5 }),
        json!({ "Oval": 5 }),
    ]);
    all
}

fn change() -> impl Strategy<Value = Change> {
    let names =
        || select(vec!["a", "x", "count", "type", "t", "c", "r", "street", "itemName", "title", "laptop"]);
    let values = || select(values());
    prop_oneof![
        6 => values().prop_map(Change::Replace),
        2 => Just(Change::Remove),
        2 => (names(), values()).prop_map(|(name, value)| Change::Add(name, value)),
        1 => names().prop_map(Change::Rename),
        1 => Just(Change::Repeat),
    ]
}

/// The pointers to every place in a value.
fn places(value: &Value, at: String, all: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| places(item, format!("{at}/{index}"), all));
        }
        Value::Object(object) => {
            object.iter().for_each(|(key, value)| places(value, format!("{at}/{key}"), all))
        }
        _ => {}
    }
    all.push(at);
}

fn apply(value: &mut Value, place: Index, change: &Change) {
    let mut all = Vec::new();
    places(value, String::new(), &mut all);
    let pointer = all[place.index(all.len())].clone();
    let Some((parent, last)) = pointer.rsplit_once('/') else {
        if let Change::Replace(new) = change {
            *value = new.clone();
        }
        return;
    };
    match change {
        Change::Replace(new) => *value.pointer_mut(&pointer).unwrap() = new.clone(),
        Change::Add(name, new) => {
            if let Some(object) = value.pointer_mut(&pointer).and_then(Value::as_object_mut) {
                object.entry(*name).or_insert(new.clone());
            }
        }
        _ => match value.pointer_mut(parent).unwrap() {
            Value::Object(object) => {
                let old = object.shift_remove(last);
                if let (Change::Rename(name), Some(old)) = (change, old) {
                    object.entry(*name).or_insert(old);
                }
            }
            Value::Array(items) => {
                let index = last.parse().unwrap();
                let old: Value = items.remove(index);
                if matches!(change, Change::Repeat) {
                    items.insert(index, old.clone());
                    items.insert(index, old);
                }
            }
            _ => unreachable!("a place has an object or a list around it"),
        },
    }
}

/// What a format says in words and JSON Schema does not check.
fn spell_formats(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(spell_formats),
        Value::Object(object) => {
            let (low, high) = match object.get("format").and_then(Value::as_str) {
                Some("int8") => (json!(i8::MIN), json!(i8::MAX)),
                Some("int32") => (json!(i32::MIN), json!(i32::MAX)),
                Some("int64") => (json!(i64::MIN), json!(i64::MAX)),
                _ => (Value::Null, Value::Null),
            };
            if !low.is_null() {
                object.entry("minimum").or_insert(low);
                object.entry("maximum").or_insert(high);
            }
            object.values_mut().for_each(spell_formats);
        }
        _ => {}
    }
}

/// The schema of a body, as the app's own document has it.
fn validator(document: &Value, path: &str) -> jsonschema::Validator {
    let pointer = format!("/paths/~1{path}/post/requestBody/content/application~1json/schema");
    let mut schema = document.pointer(&pointer).expect("a body").clone();
    schema["components"] = document["components"].clone();
    // A set takes an item twice and keeps it once, as in FastAPI; its schema says what a set is.
    if let Some(set) = schema.pointer_mut("/components/schemas/Collections/properties/set") {
        set.as_object_mut().unwrap().shift_remove("uniqueItems");
    }
    spell_formats(&mut schema);
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .build(&schema)
        .expect("a valid schema")
}

/// The kinds that pydantic knows, and `unique_items`, which is ours.
const KINDS: &[&str] = &[
    "missing",
    "extra_forbidden",
    "model_attributes_type",
    "string_type",
    "string_too_short",
    "string_too_long",
    "string_pattern_mismatch",
    "int_type",
    "int_parsing",
    "int_from_float",
    "float_type",
    "float_parsing",
    "bool_type",
    "bool_parsing",
    "greater_than",
    "greater_than_equal",
    "less_than",
    "less_than_equal",
    "multiple_of",
    "list_type",
    "set_type",
    "dict_type",
    "tuple_type",
    "too_short",
    "too_long",
    "unique_items",
    "enum",
    "uuid_type",
    "uuid_parsing",
    "date_type",
    "date_from_datetime_parsing",
    "date_from_datetime_inexact",
    "datetime_type",
    "datetime_from_date_parsing",
    "ip_v4_address",
    "value_error",
    "union_tag_not_found",
    "union_tag_invalid",
    "none_required",
    "timezone_aware",
    "timezone_naive",
];

fn check(path: &str, good: Value, cases: u32) {
    let client = takers();
    let schema = validator(client.openapi(), path);
    let runtime = fastrs::tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let judge = |value: &Value| -> Result<(), TestCaseError> {
        let response = runtime.block_on(async { client.post(&format!("/{path}")).json(value).await });
        let says: Vec<String> = schema.iter_errors(value).map(|error| error.to_string()).collect();
        let case =
            format!("{path} {value}\nserver: {} {}\nschema: {says:?}", response.status(), response.text());
        let errors = match response.status() {
            204 => Vec::new(),
            422 => response.value()["detail"].as_array().unwrap().clone(),
            _ => return Err(TestCaseError::fail(case)),
        };
        prop_assert_eq!(response.status() == 204, says.is_empty(), "{}", case);
        prop_assert_eq!(errors.is_empty(), says.is_empty(), "{}", case);
        for error in &errors {
            prop_assert!(KINDS.contains(&error["type"].as_str().unwrap()), "{}\n{}", error, case);
            let is_fallback = error["msg"].as_str().unwrap().contains("does not have the expected form");
            prop_assert!(!is_fallback, "{}", case);
        }
        Ok(())
    };
    judge(&good).unwrap();
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let changes = proptest::collection::vec((any::<Index>(), change()), 1..4);
    let outcome = runner.run(&changes, |changes| {
        let mut value = good.clone();
        changes.iter().for_each(|(place, change)| apply(&mut value, *place, change));
        judge(&value)
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

#[test]
fn plain_models_with_all_constraints() {
    check("plain", plain(), 3000);
}

#[test]
fn nested_flattened_and_recursive_models() {
    check("order", order(), 2000);
}

#[test]
fn tagged_and_untagged_unions() {
    check("unions", unions(), 3000);
}

#[test]
fn generic_pages() {
    check("page", page(), 1500);
}

#[test]
fn maps_sets_and_tuples() {
    check("collections", collections(), 3000);
}

#[test]
fn patches() {
    check("patch", patch_value(), 2000);
}

#[test]
fn newtypes_and_their_rules() {
    check("newtypes", newtypes(), 1500);
}

#[test]
fn bodies_without_a_model_around_them() {
    let line = json!({ "itemName": "a", "count": 1 });
    check("list", json!([line, line]), 1000);
    check("map", json!({ "a": { "type": "Circle", "r": 0.5 }, "b": { "type": "Point" } }), 1000);
}
