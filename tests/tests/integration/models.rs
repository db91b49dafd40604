//! Models: serde's words are honoured by check, place and schema alike, and a secret is never repeated.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use fastrs::prelude::*;
use fastrs::testing::TestClient;
use serde_json::{Value, json};

use crate::support::{client, summary};

macro_rules! echoes {
    ($routes:ident: $($name:ident $path:literal $type:ty;)*) => {
        $(#[post($path)]
        async fn $name(body: $type) -> Json<$type> {
            Json(body)
        })*

        fn $routes() -> TestClient {
            client(routes![$($name),*])
        }
    };
}

/// What is sent, and what comes back: the JSON of the value, or every fault with its place.
type Case = (&'static str, Value, Result<Value, Vec<&'static str>>);

async fn check(client: &TestClient, cases: Vec<Case>) {
    for (path, body, expected) in cases {
        let response = client.post(path).json(&body).await;
        match expected {
            Ok(value) => assert_eq!((response.status(), response.value()), (200, value), "{path} {body}"),
            Err(lines) => {
                let answer = (response.status(), response.value());
                assert_eq!(summary(&answer), lines, "{path} {body}");
            }
        }
    }
}

/// The same value comes back.
fn same(path: &'static str, body: Value) -> Case {
    (path, body.clone(), Ok(body))
}

fn refused(path: &'static str, body: Value, lines: &[&'static str]) -> Case {
    (path, body, Err(lines.to_vec()))
}

#[model(rename_all = "camelCase")]
struct Renamed {
    first_name: u8,
    #[serde(rename = "LAST")]
    last_name: u8,
    #[field(alias = "a-lias", ge = 1)]
    aliased: u8,
    #[serde(alias = "old", alias = "older")]
    newer: u8,
    r#type: Option<u8>,
}

fn seven() -> u8 {
    7
}

#[model]
struct Defaults {
    #[field(default)]
    zero: u8,
    #[field(default = 3, ge = 1)]
    three: u8,
    #[serde(default = "seven")]
    seven: u8,
    #[field(default = "x")]
    text: String,
    #[field(default = ["a", "b"])]
    list: Vec<String>,
    nothing: Option<u8>,
}

#[model(default)]
struct AllDefault {
    a: u8,
    b: String,
}

impl Default for AllDefault {
    fn default() -> Self {
        Self { a: 9, b: "b".into() }
    }
}

#[model]
struct Inner {
    #[field(ge = 1)]
    x: u8,
    secret: Option<Secret<String>>,
}

#[model]
struct Flat {
    name: String,
    #[serde(flatten)]
    inner: Inner,
}

#[model]
struct FlatOption {
    name: String,
    #[serde(flatten)]
    inner: Option<Inner>,
}

#[model]
struct FlatMap {
    #[serde(flatten)]
    rest: HashMap<String, u8>,
    name: String,
}

#[model]
struct FlatUnion {
    name: String,
    #[serde(flatten)]
    shape: Internal,
}

#[model]
struct FlatExternal {
    name: String,
    #[serde(flatten)]
    shape: External,
}

#[model]
struct Skipped {
    a: u8,
    #[serde(skip)]
    #[expect(dead_code, reason = "nobody reads what is not on the wire")]
    internal: u8,
    #[serde(skip_deserializing)]
    computed: u8,
    #[serde(skip_serializing)]
    hidden: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    maybe: Option<u8>,
}

mod hex {
    use fastrs::serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(value: &u32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{value:x}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
        let text = String::deserialize(deserializer)?;
        u32::from_str_radix(&text, 16).map_err(|_| D::Error::custom("no hexadecimal number"))
    }
}

#[model]
struct With {
    #[serde(with = "hex")]
    #[schemars(with = "String")]
    #[field(le = 255)]
    color: u32,
    other: u8,
}

#[model(deny_unknown_fields)]
struct Closed {
    a: u8,
    inner: Option<Box<Closed>>,
}

#[model(tag = "type")]
enum Internal {
    Circle {
        #[field(gt = 0)]
        r: f64,
    },
    Square(Inner),
    #[serde(rename = "POINT", alias = "Dot")]
    Point,
}

#[model(tag = "t", content = "c", rename_all = "snake_case")]
enum Adjacent {
    OneNumber(#[field(le = 5)] u8),
    Fields { a: u8 },
    Unit,
}

#[model]
enum External {
    Number(u8),
    Fields {
        #[field(min_length = 1)]
        text: String,
    },
    Unit,
}

#[model(untagged)]
enum Untagged {
    Number(u8),
    Inner(Inner),
}

#[model(tag = "kind", deny_unknown_fields)]
enum ClosedUnion {
    A { a: u8 },
}

#[model]
struct Page<T> {
    items: Vec<T>,
    #[field(ge = 0, le = 10)]
    total: i64,
}

#[model]
struct Pair<A, B> {
    a: A,
    b: Option<B>,
}

#[model]
struct Tree {
    value: u8,
    left: Option<Box<Tree>>,
    #[field(default, max_items = 2)]
    children: Vec<Tree>,
}

#[model]
struct Collections {
    map: HashMap<String, Inner>,
    numbers: BTreeMap<u8, u8>,
    set: BTreeSet<u8>,
    #[field(min_items = 2)]
    hashed: HashSet<u8>,
    pair: (u8, String),
    nested: Vec<Vec<u8>>,
    options: Vec<Option<u8>>,
    maybe: Option<Option<u8>>,
}

#[model]
#[derive(PartialEq, Eq, Hash)]
struct Name(#[field(min_length = 2, max_length = 4)] String);

#[model]
struct Age(#[field(ge = 1, validate = not_thirteen)] u8);

fn not_thirteen(age: &u8) -> Result<(), &'static str> {
    if *age == 13 { Err("bad luck") } else { Ok(()) }
}

#[model]
struct Newtypes {
    #[field(pattern = "^[a-z]+$")]
    name: Name,
    #[field(lt = 100)]
    age: Age,
    #[field(max_items = 1)]
    names: Option<Vec<Name>>,
    by_name: HashMap<Name, u8>,
}

#[model(validate = Range::check)]
struct Range {
    #[field(validate = even, validate = small)]
    low: u8,
    high: u8,
}

impl Range {
    fn check(&self) -> Result<(), String> {
        if self.low <= self.high { Ok(()) } else { Err(format!("{} is above {}", self.low, self.high)) }
    }
}

fn even(value: &u8) -> Result<(), &'static str> {
    if value.is_multiple_of(2) { Ok(()) } else { Err("not even") }
}

fn small(value: &u8) -> Result<(), &'static str> {
    if *value < 100 { Ok(()) } else { Err("not small") }
}

#[model]
struct Ranges {
    ranges: Vec<Range>,
    #[field(validate = |range: &Option<Range>| range.as_ref().map_or(Ok(()), |range| even(&range.high)))]
    last: Option<Range>,
}

echoes! { all:
    renamed "/renamed" Renamed;
    defaults "/defaults" Defaults;
    all_default "/all-default" AllDefault;
    flat "/flat" Flat;
    flat_option "/flat-option" FlatOption;
    flat_map "/flat-map" FlatMap;
    flat_union "/flat-union" FlatUnion;
    flat_external "/flat-external" FlatExternal;
    skipped "/skipped" Skipped;
    with "/with" With;
    closed "/closed" Closed;
    internal "/internal" Internal;
    adjacent "/adjacent" Adjacent;
    external "/external" External;
    untagged "/untagged" Untagged;
    closed_union "/closed-union" ClosedUnion;
    page "/page" Page<Inner>;
    pair "/pair" Pair<Page<u8>, Name>;
    tree "/tree" Tree;
    collections "/collections" Collections;
    newtypes "/newtypes" Newtypes;
    range "/range" Range;
    ranges "/ranges" Ranges;
}

#[fastrs::test]
async fn names_are_those_of_the_wire() {
    let good = json!({ "firstName": 1, "LAST": 2, "a-lias": 3, "newer": 4, "type": null });
    let mut older = good.clone();
    older.as_object_mut().unwrap().shift_remove("newer");
    older["older"] = json!(4);
    let bad = json!({ "firstName": "x", "LAST": -1, "a-lias": 0, "older": 300, "type": "t" });
    let wrong = &[
        "int_parsing body.firstName",
        "greater_than_equal body.LAST",
        "greater_than_equal body.a-lias",
        "less_than_equal body.older",
        "int_parsing body.type",
    ];
    let absent =
        &["missing body.firstName", "missing body.LAST", "missing body.a-lias", "missing body.newer"];
    let cases = vec![
        same("/renamed", good.clone()),
        ("/renamed", older, Ok(good)),
        refused("/renamed", bad, wrong),
        refused("/renamed", json!({ "first_name": 1, "last_name": 2, "aliased": 3 }), absent),
    ];
    check(&all(), cases).await;
}

#[fastrs::test]
async fn what_is_left_out_has_its_default() {
    let made = json!({ "zero": 0, "three": 3, "seven": 7, "text": "x", "list": ["a", "b"], "nothing": null });
    let wrong = ["zero", "three", "seven", "text", "list"].map(|name| (name.to_owned(), Value::Null));
    let cases = vec![
        ("/defaults", json!({}), Ok(made.clone())),
        same("/defaults", made),
        ("/all-default", json!({}), Ok(json!({ "a": 9, "b": "b" }))),
        ("/all-default", json!({ "a": 1 }), Ok(json!({ "a": 1, "b": "b" }))),
        refused("/all-default", json!({ "a": null, "b": 1 }), &["int_type body.a", "string_type body.b"]),
        refused("/defaults", json!({ "three": 0 }), &["greater_than_equal body.three"]),
        refused(
            "/defaults",
            Value::Object(wrong.into_iter().collect()),
            &[
                "int_type body.zero",
                "int_type body.three",
                "int_type body.seven",
                "string_type body.text",
                "list_type body.list",
            ],
        ),
    ];
    check(&all(), cases).await;
}

#[fastrs::test]
async fn flattened_fields_stand_in_the_object_around() {
    let inner = json!({ "name": "n", "x": 1, "secret": null });
    let cases = vec![
        same("/flat", inner.clone()),
        refused(
            "/flat",
            json!({ "name": 1, "x": 0 }),
            &["string_type body.name", "greater_than_equal body.x"],
        ),
        refused("/flat", json!({}), &["missing body.name", "missing body.x"]),
        same("/flat-option", inner.clone()),
        ("/flat-option", json!({ "name": "n", "x": "what serde cannot read" }), Ok(json!({ "name": "n" }))),
        ("/flat-option", json!({ "name": "n" }), Ok(json!({ "name": "n" }))),
        refused("/flat-option", json!({ "name": "n", "x": 0 }), &["greater_than_equal body.x"]),
        refused("/flat-option", json!({ "x": 300 }), &["missing body.name"]),
        same("/flat-map", json!({ "name": "n", "a": 1, "b": 2 })),
        refused(
            "/flat-map",
            json!({ "name": 1, "a": "x", "b": 2 }),
            &["string_type body.name", "int_parsing body.a"],
        ),
        refused("/flat-map", json!({ "name": "n", "a": 300 }), &["less_than_equal body.a"]),
        same("/flat-union", json!({ "name": "n", "type": "Circle", "r": 1.0 })),
        same("/flat-union", json!({ "name": "n", "type": "POINT" })),
        refused(
            "/flat-union",
            json!({ "name": 1, "type": "Circle", "r": 0.0 }),
            &["string_type body.name", "greater_than body.Circle.r"],
        ),
        refused("/flat-union", json!({ "name": "n" }), &["union_tag_not_found body"]),
        refused("/flat-union", json!({ "name": "n", "type": "Oval" }), &["union_tag_invalid body"]),
        same("/flat-external", json!({ "name": "n", "Number": 1 })),
        refused("/flat-external", json!({ "name": "n", "Number": -1 }), &["greater_than_equal body.Number"]),
        refused(
            "/flat-external",
            json!({ "name": "n", "Fields": { "text": "" } }),
            &["string_too_short body.Fields.text"],
        ),
        refused("/flat-external", json!({ "name": "n" }), &["model_attributes_type body"]),
    ];
    check(&all(), cases).await;
}

#[fastrs::test]
async fn skipped_and_foreign_forms_are_serdes() {
    let cases = vec![
        ("/skipped", json!({ "a": 1, "hidden": 2 }), Ok(json!({ "a": 1, "computed": 0 }))),
        (
            "/skipped",
            json!({ "a": 1, "hidden": 2, "computed": "x", "internal": "y" }),
            Ok(json!({ "a": 1, "computed": 0 })),
        ),
        refused("/skipped", json!({ "a": 1 }), &["missing body.hidden"]),
        same("/with", json!({ "color": "ff", "other": 1 })),
        refused("/with", json!({ "other": "x" }), &["missing body.color", "int_parsing body.other"]),
        same("/closed", json!({ "a": 1, "inner": { "a": 2, "inner": null } })),
        refused(
            "/closed",
            json!({ "z": 1, "a": "x", "inner": { "b": 1 } }),
            &[
                "int_parsing body.a",
                "missing body.inner.a",
                "extra_forbidden body.inner.b",
                "extra_forbidden body.z",
            ],
        ),
    ];
    check(&all(), cases).await;
    let client = all();
    for color in [json!("fff"), json!("x"), json!(5)] {
        let response = client.post("/with").json(&json!({ "color": color, "other": 1 })).await;
        let answer = (response.status(), response.value());
        let lines = summary(&answer);
        assert!(lines.len() == 1 && lines[0].ends_with("body.color"), "{answer:?}");
    }
}

#[fastrs::test]
async fn unions_are_told_by_their_tag() {
    let cases = vec![
        same("/internal", json!({ "type": "Circle", "r": 1.5 })),
        same("/internal", json!({ "type": "Square", "x": 1, "secret": null })),
        same("/internal", json!({ "type": "POINT" })),
        ("/internal", json!({ "type": "Dot" }), Ok(json!({ "type": "POINT" }))),
        refused("/internal", json!({ "type": "Circle", "r": 0 }), &["greater_than body.Circle.r"]),
        refused("/internal", json!({ "type": "Circle" }), &["missing body.Circle.r"]),
        refused("/internal", json!({ "type": "Square", "x": "1" }), &["int_type body.Square.x"]),
        refused("/internal", json!({ "type": "Point" }), &["union_tag_invalid body"]),
        refused("/internal", json!({ "type": 5 }), &["union_tag_invalid body"]),
        refused("/internal", json!({ "r": 5 }), &["union_tag_not_found body"]),
        refused("/internal", json!("POINT"), &["model_attributes_type body"]),
        refused("/internal", json!(["Circle", 1.5]), &["model_attributes_type body"]),
        refused("/internal", json!(["POINT"]), &["model_attributes_type body"]),
        same("/adjacent", json!({ "t": "one_number", "c": 5 })),
        same("/adjacent", json!({ "t": "fields", "c": { "a": 1 } })),
        same("/adjacent", json!({ "t": "unit" })),
        refused("/adjacent", json!({ "t": "one_number", "c": 6 }), &["less_than_equal body.one_number.c"]),
        refused("/adjacent", json!({ "t": "one_number" }), &["missing body.one_number.c"]),
        refused("/adjacent", json!({ "t": "fields", "c": {} }), &["missing body.fields.c.a"]),
        refused("/adjacent", json!({ "t": "fields", "c": [1] }), &["model_attributes_type body.fields.c"]),
        refused("/adjacent", json!({ "t": "OneNumber", "c": 1 }), &["union_tag_invalid body"]),
        refused("/adjacent", json!(["unit"]), &["model_attributes_type body"]),
        same("/external", json!("Unit")),
        same("/external", json!({ "Number": 1 })),
        same("/external", json!({ "Fields": { "text": "a" } })),
        refused("/external", json!({ "Number": 256 }), &["less_than_equal body.Number"]),
        refused("/external", json!({ "Fields": { "text": "" } }), &["string_too_short body.Fields.text"]),
        refused("/external", json!({ "Fields": ["a"] }), &["model_attributes_type body.Fields"]),
        refused("/external", json!({ "Other": 1 }), &["enum body"]),
        refused("/external", json!("Number"), &["missing body.Number"]),
        refused("/external", json!({}), &["model_attributes_type body"]),
        refused("/external", json!({ "Number": 1, "Unit": null }), &["model_attributes_type body"]),
        same("/untagged", json!(7)),
        same("/untagged", json!({ "x": 1, "secret": null })),
        refused("/untagged", json!("x"), &["int_parsing body.Number", "model_attributes_type body.Inner"]),
        refused("/untagged", json!({ "x": 0 }), &["int_type body.Number", "greater_than_equal body.Inner.x"]),
        same("/closed-union", json!({ "kind": "A", "a": 1 })),
        refused("/closed-union", json!({ "kind": "A", "a": 1, "b": 2 }), &["extra_forbidden body.A.b"]),
    ];
    check(&all(), cases).await;
}

/// As in FastAPI, the input of a missing field is the whole object, its tag included.
#[fastrs::test]
async fn a_missing_field_shows_the_object_around_it() {
    let client = all();
    for (path, body) in [
        ("/internal", json!({ "type": "Circle", "q": 1 })),
        ("/internal", json!({ "type": "Square", "q": 1 })),
        ("/flat", json!({ "name": "a", "q": 1 })),
    ] {
        let detail = client.post(path).json(&body).await.assert_status(422).value()["detail"].clone();
        assert_eq!(detail[0]["input"], body, "{path}");
    }
}

#[fastrs::test]
async fn generic_and_recursive_models_are_checked_all_the_way_down() {
    let leaf = |value: u32| json!({ "value": value, "left": null, "children": [] });
    let tree = json!({ "value": 1, "left": leaf(2), "children": [leaf(3), leaf(4)] });
    let bad = json!({ "value": 1, "left": { "value": 256 }, "children": [leaf(1), { "value": 1, "children": [leaf(1), leaf(2), {}] }] });
    let page = |total: i64, items: Value| json!({ "items": items, "total": total });
    let cases = vec![
        same("/tree", tree),
        refused(
            "/tree",
            bad,
            &["less_than_equal body.left.value", "missing body.children.1.children.2.value"],
        ),
        refused(
            "/tree",
            json!({ "value": 1, "children": [leaf(1), leaf(1), leaf(1)] }),
            &["too_long body.children"],
        ),
        same("/page", page(1, json!([{ "x": 1, "secret": null }]))),
        refused(
            "/page",
            page(11, json!([{ "x": 0 }, {}])),
            &["greater_than_equal body.items.0.x", "missing body.items.1.x", "less_than_equal body.total"],
        ),
        same("/pair", json!({ "a": page(0, json!([1])), "b": "ab" })),
        refused(
            "/pair",
            json!({ "a": page(0, json!([256])), "b": "a" }),
            &["less_than_equal body.a.items.0", "string_too_short body.b"],
        ),
    ];
    check(&all(), cases).await;
}

#[fastrs::test]
async fn collections_are_checked_item_by_item() {
    let good = json!({
        "map": { "k": { "x": 1, "secret": null } }, "numbers": { "7": 1 }, "set": [1, 2], "hashed": [1, 2],
        "pair": [1, "a"], "nested": [[1], []], "options": [1, null], "maybe": null,
    });
    let with = |key: &str, value: Value| {
        let mut body = good.clone();
        body[key] = value;
        body
    };
    let mut cases = Vec::new();
    for (key, value, lines) in [
        ("map", json!([]), &["dict_type body.map"][..]),
        (
            "map",
            json!({ "k": { "x": 0 }, "l": 1 }),
            &["greater_than_equal body.map.k.x", "model_attributes_type body.map.l"],
        ),
        (
            "numbers",
            json!({ "x": 1, "256": 1, "-1": 1, "2": -1 }),
            &[
                "int_parsing body.numbers.x.[key]",
                "less_than_equal body.numbers.256.[key]",
                "greater_than_equal body.numbers.-1.[key]",
                "greater_than_equal body.numbers.2",
            ],
        ),
        ("set", json!({}), &["set_type body.set"]),
        ("set", json!([1, "x"]), &["int_parsing body.set.1"]),
        ("hashed", json!([1]), &["too_short body.hashed"]),
        ("hashed", json!([1, 1]), &["too_short body.hashed"]),
        ("pair", json!([1]), &["missing body.pair.1"]),
        ("pair", json!([1, "a", 2]), &["too_long body.pair"]),
        ("pair", json!(["a", 1]), &["int_parsing body.pair.0", "string_type body.pair.1"]),
        ("pair", json!({}), &["tuple_type body.pair"]),
        ("nested", json!([[1, 300], 5]), &["less_than_equal body.nested.0.1", "list_type body.nested.1"]),
        ("options", json!([null, "x"]), &["int_parsing body.options.1"]),
        ("maybe", json!("x"), &["int_parsing body.maybe"]),
    ] {
        cases.push(refused("/collections", with(key, value), lines));
    }
    let mut unordered = good.clone();
    unordered["hashed"] = json!([]);
    cases.push(refused("/collections", unordered, &["too_short body.hashed"]));
    let client = all();
    check(&client, cases).await;
    client.post("/collections").json(&good).await.assert_status(200);
}

#[fastrs::test]
async fn newtypes_have_their_own_rules_and_those_of_where_they_stand() {
    let body = |name: &str, age: u32| json!({ "name": name, "age": age, "names": null, "by_name": {} });
    let cases = vec![
        same("/newtypes", body("ab", 99)),
        refused("/newtypes", body("a", 0), &["string_too_short body.name", "greater_than_equal body.age"]),
        refused("/newtypes", body("AB", 100), &["string_pattern_mismatch body.name", "less_than body.age"]),
        refused("/newtypes", body("ab", 13), &["value_error body.age"]),
        refused(
            "/newtypes",
            json!({ "name": "ab", "age": 1, "names": ["ab", "cd"], "by_name": {} }),
            &["too_long body.names"],
        ),
        refused(
            "/newtypes",
            json!({ "name": "ab", "age": 1, "names": ["a"], "by_name": { "toolong": 1 } }),
            &["string_too_short body.names.0", "string_too_long body.by_name.toolong.[key]"],
        ),
    ];
    check(&all(), cases).await;
}

/// Validators of one field run although another is wrong; those of the whole only when all fields are good.
#[fastrs::test]
async fn validators_run_where_their_value_is_good() {
    let cases = vec![
        same("/range", json!({ "low": 2, "high": 3 })),
        refused("/range", json!({ "low": 4, "high": 3 }), &["value_error body"]),
        refused(
            "/range",
            json!({ "low": 3, "high": "x" }),
            &["value_error body.low", "int_parsing body.high"],
        ),
        refused(
            "/range",
            json!({ "low": 101, "high": 1 }),
            &["value_error body.low", "value_error body.low"],
        ),
        refused("/range", json!({ "low": "x", "high": 1 }), &["int_parsing body.low"]),
        refused(
            "/ranges",
            json!({ "ranges": [{ "low": 0, "high": 1 }, { "low": 2, "high": 1 }], "last": { "low": 0, "high": 1 } }),
            &["value_error body.ranges.1", "value_error body.last"],
        ),
    ];
    check(&all(), cases).await;
    let response = all().post("/range").json(&json!({ "low": 4, "high": 3 })).await;
    assert_eq!(
        response.value()["detail"][0],
        json!({ "type": "value_error", "loc": ["body"], "msg": "Value error, 4 is above 3", "input": { "low": 4, "high": 3 }, "ctx": { "error": {} } })
    );
}

#[model(partial = DraftPatch, rename_all = "camelCase")]
#[derive(Debug, Clone, PartialEq)]
struct Draft {
    #[field(min_length = 1)]
    the_title: String,
    #[field(max_length = 5)]
    note: Option<String>,
    #[field(default, max_items = 2, unique_items)]
    tags: Vec<String>,
    #[field(default = 1, validate = even)]
    count: u8,
    inner: Option<Point>,
}

#[model(deny_unknown_fields)]
#[derive(Debug, Clone, PartialEq)]
struct Point {
    x: u8,
}

#[patch("/draft")]
async fn change(patch: DraftPatch) -> Json<Value> {
    let mut draft = Draft {
        the_title: "t".into(),
        note: Some("n".into()),
        tags: vec!["a".into()],
        count: 0,
        inner: Some(Point { x: 1 }),
    };
    let sent = serde_json::to_value(&patch).unwrap();
    patch.apply(&mut draft);
    Json(json!([sent, draft]))
}

#[fastrs::test]
async fn a_patch_tells_absent_null_and_value_apart() {
    let client = client(routes![change]);
    let old = json!({ "theTitle": "t", "note": "n", "tags": ["a"], "count": 0, "inner": { "x": 1 } });
    for patch in [
        json!({}),
        json!({ "note": null }),
        json!({ "note": "new", "theTitle": "x" }),
        json!({ "tags": [], "count": 2, "inner": null }),
        json!({ "inner": { "x": 2 } }),
    ] {
        let mut new = old.clone();
        new.as_object_mut().unwrap().extend(patch.as_object().unwrap().clone());
        let response = client.patch("/draft").json(&patch).await.assert_status(200);
        assert_eq!(response.value(), json!([patch, new]));
    }
    for (patch, lines) in [
        (json!({ "theTitle": null }), &["string_type body.theTitle"][..]),
        (
            json!({ "theTitle": "", "note": "too long" }),
            &["string_too_short body.theTitle", "string_too_long body.note"],
        ),
        (json!({ "tags": ["a", "a"], "count": 3 }), &["unique_items body.tags", "value_error body.count"]),
        (json!({ "tags": ["a", "b", "c"], "count": null }), &["too_long body.tags", "int_type body.count"]),
        (json!({ "inner": { "x": 1, "y": 2 } }), &["extra_forbidden body.inner.y"]),
        (json!([]), &["model_attributes_type body"]),
    ] {
        let response = client.patch("/draft").json(&patch).await;
        assert_eq!(summary(&(response.status(), response.value())), lines, "{patch}");
    }
}

/// A type of another crate: serde alone knows it.
#[derive(Debug, fastrs::serde::Serialize, fastrs::serde::Deserialize, fastrs::schemars::JsonSchema)]
#[serde(crate = "fastrs::serde")]
#[schemars(crate = "fastrs::schemars")]
struct Foreign {
    a: u8,
}

#[model]
#[derive(Debug)]
struct Opaque {
    #[field(opaque)]
    foreign: Foreign,
    #[field(opaque)]
    maybe: Option<Foreign>,
    #[field(opaque, default = Foreign { a: 7 })]
    made: Foreign,
    other: u8,
}

echoes! { opaques: opaque "/opaque" Opaque; }

#[fastrs::test]
async fn an_opaque_field_is_serdes_and_still_has_its_place() {
    let a = |value: Value| json!({ "a": value });
    let cases = vec![
        same("/opaque", json!({ "foreign": a(json!(1)), "maybe": null, "made": a(json!(2)), "other": 3 })),
        (
            "/opaque",
            json!({ "foreign": a(json!(1)), "other": 3 }),
            Ok(json!({ "foreign": a(json!(1)), "maybe": null, "made": a(json!(7)), "other": 3 })),
        ),
        refused(
            "/opaque",
            json!({ "foreign": a(json!("x")), "maybe": 5, "other": "x" }),
            &["value_error body.foreign", "value_error body.maybe", "int_parsing body.other"],
        ),
        refused("/opaque", json!({}), &["missing body.foreign", "missing body.other"]),
    ];
    check(&opaques(), cases).await;
}

const HIDDEN: &str = "hunter2-and-more";

#[model(validate = Login::check)]
#[derive(Debug)]
struct Login {
    name: String,
    #[serde(alias = "pw")]
    #[field(min_length = 3, max_length = 20)]
    password: Secret<String>,
}

impl Login {
    fn check(&self) -> Result<(), &'static str> {
        if self.name == "root" { Err("not root") } else { Ok(()) }
    }
}

#[model(tag = "how")]
#[derive(Debug)]
enum Credentials {
    Password(Login),
    Key { key: Secret<String>, id: u8 },
}

#[model]
#[derive(Debug)]
enum ExternalCredentials {
    Key { key: Secret<String>, id: u8 },
    Plain(Secret<String>),
}

#[model(tag = "t", content = "c")]
#[derive(Debug)]
enum AdjacentCredentials {
    Key { key: Secret<String>, id: u8 },
}

#[model]
#[derive(Debug)]
struct Vault {
    #[field(max_items = 1)]
    secrets: Option<Vec<Secret<String>>>,
    pair: Option<(Secret<String>, u8)>,
    #[field(max_items = 1)]
    map: Option<HashMap<String, Secret<String>>>,
    logins: Option<Vec<Login>>,
    how: Option<Credentials>,
    external: Option<ExternalCredentials>,
    adjacent: Option<AdjacentCredentials>,
    number: Option<Secret<u32>>,
    newtype: Option<Token>,
    #[serde(flatten)]
    flat: Option<FlatSecret>,
    id: u8,
}

#[model]
#[derive(Debug)]
struct Token(#[field(min_length = 2)] Secret<String>);

#[model]
#[derive(Debug)]
struct FlatSecret {
    flat: Secret<String>,
}

#[model]
#[derive(Debug)]
struct FlatVault {
    #[serde(flatten)]
    how: Credentials,
    count: u8,
}

/// Each kind of hiding place alone, so that no other hides for it.
#[model]
struct OfUnion {
    cred: ExternalCredentials,
    id: u8,
}

#[model]
struct OfText {
    cred: fastrs::JsonText<Login>,
    id: u8,
}

#[post("/of-union")]
async fn of_union(_of: OfUnion) -> NoContent {
    NoContent
}

#[post("/of-text")]
async fn of_text(_of: OfText) -> NoContent {
    NoContent
}

#[get("/of-text")]
async fn text_in_query(cred: fastrs::JsonText<Login>) -> NoContent {
    let _ = cred;
    NoContent
}

#[fastrs::test]
async fn a_secret_is_found_where_it_is_the_only_one() {
    let client = client(routes![of_union, of_text, text_in_query]);
    let inside = json!({ "name": "ann", "password": HIDDEN }).to_string();
    let body = |path: &str, cred: Value| client.post(path).json(&json!({ "cred": cred }));
    for (case, request) in [
        ("external", body("/of-union", json!({ "Plain": HIDDEN }))),
        ("external, misspelt", body("/of-union", json!({ "plain": HIDDEN }))),
        ("external, bare", body("/of-union", json!(HIDDEN))),
        ("in a text", body("/of-text", json!(inside))),
        ("in a text that is no JSON", body("/of-text", json!(&inside[..inside.len() - 1]))),
        ("no text", body("/of-text", json!({ "name": "ann", "password": HIDDEN }))),
        (
            "in a query",
            client.get(&format!("/of-text?cred={}", inside[..inside.len() - 1].replace('"', "%22"))),
        ),
    ] {
        let answer = request.await.assert_status(422);
        assert!(!answer.text().contains(HIDDEN), "{case}: {}", answer.text());
    }
}

#[post("/login")]
async fn login(login: Login) -> Login {
    login
}

#[post("/vault")]
async fn vault(vault: Vault) -> Vault {
    vault
}

#[post("/flat-vault")]
async fn flat_vault(vault: FlatVault) -> FlatVault {
    vault
}

#[post("/parts")]
async fn parts(login: Login, #[body] other: Secret<String>, #[body] count: u8) -> Login {
    let _ = (other, count);
    login
}

#[post("/form")]
async fn form(#[form] login: Login) -> Login {
    login
}

#[post("/fields")]
async fn fields(
    #[form] key: Secret<String>,
    #[form] keys: Vec<Secret<String>>,
    #[form] count: u8,
) -> NoContent {
    let _ = (key, keys, count);
    NoContent
}

#[get("/places/{key}")]
async fn secret_places(
    #[path(max_length = 3)] key: Secret<String>,
    #[query(max_length = 3, alias = "q")] query: Secret<String>,
    #[query(max_items = 1)] list: Vec<Secret<String>>,
    #[header(max_length = 3)] x_key: Secret<String>,
    #[cookie(max_length = 3)] cookie: Secret<String>,
) -> NoContent {
    let _ = (key, query, list, x_key, cookie);
    NoContent
}

fn secrets() -> TestClient {
    client(routes![login, vault, flat_vault, parts, form, fields, secret_places])
}

#[fastrs::test]
async fn a_secret_is_never_repeated() {
    let client = secrets();
    let key = || json!({ "key": HIDDEN });
    let long = format!("{HIDDEN}-which-is-too-long");
    for (path, body) in [
        ("/login", json!({ "password": HIDDEN })),
        ("/login", json!({ "pw": HIDDEN })),
        ("/login", json!({ "pw": HIDDEN, "password": HIDDEN, "name": "a" })),
        ("/login", json!({ "name": 5, "password": HIDDEN })),
        ("/login", json!({ "name": "a", "password": long })),
        ("/login", json!({ "name": "a", "password": [HIDDEN] })),
        ("/login", json!({ "name": "a", "password": { "x": HIDDEN } })),
        ("/login", json!({ "name": "root", "password": HIDDEN })),
        ("/vault", json!({ "secrets": [HIDDEN, "b", "c"], "id": 1 })),
        ("/vault", json!({ "secrets": [HIDDEN, HIDDEN], "id": 1 })),
        ("/vault", json!({ "secrets": HIDDEN })),
        ("/vault", json!({ "secrets": [HIDDEN] })),
        ("/vault", json!({ "secrets": [[HIDDEN]], "id": 1 })),
        ("/vault", json!({ "pair": [HIDDEN], "id": 1 })),
        ("/vault", json!({ "pair": [HIDDEN, 1, 2], "id": 1 })),
        ("/vault", json!({ "pair": [HIDDEN, 1] })),
        ("/vault", json!({ "map": { "a": HIDDEN, "b": HIDDEN }, "id": 1 })),
        ("/vault", json!({ "map": { "a": HIDDEN } })),
        ("/vault", json!({ "map": [HIDDEN], "id": 1 })),
        ("/vault", json!({ "logins": [{ "password": HIDDEN }, { "name": "a", "password": HIDDEN }] })),
        ("/vault", json!({ "how": { "how": "Password", "password": HIDDEN }, "id": 1 })),
        ("/vault", json!({ "how": { "how": "Key", "key": HIDDEN } })),
        ("/vault", json!({ "how": { "how": "Kye", "key": HIDDEN }, "id": 1 })),
        ("/vault", json!({ "how": { "key": HIDDEN }, "id": 1 })),
        ("/vault", json!({ "external": { "Key": key() }, "id": 1 })),
        ("/vault", json!({ "external": { "Key": key(), "Plain": HIDDEN }, "id": 1 })),
        ("/vault", json!({ "external": { "Kye": key() }, "id": 1 })),
        ("/vault", json!({ "external": { "Plain": HIDDEN } })),
        ("/vault", json!({ "external": { "Plain": [HIDDEN] }, "id": 1 })),
        ("/vault", json!({ "adjacent": { "t": "Key", "c": key() }, "id": 1 })),
        ("/vault", json!({ "adjacent": { "t": "Kye", "c": key() }, "id": 1 })),
        ("/vault", json!({ "adjacent": { "c": key() }, "id": 1 })),
        ("/vault", json!({ "adjacent": { "t": "Key", "c": { "key": HIDDEN, "id": 1 } } })),
        ("/vault", json!({ "number": HIDDEN, "id": 1 })),
        ("/vault", json!({ "newtype": [HIDDEN], "id": 1 })),
        ("/vault", json!({ "newtype": HIDDEN })),
        ("/vault", json!({ "flat": HIDDEN })),
        ("/flat-vault", json!({ "how": "Key", "key": HIDDEN, "id": 1 })),
        ("/flat-vault", json!({ "how": "Key", "key": HIDDEN, "count": 1 })),
        ("/flat-vault", json!({ "how": "Password", "pw": HIDDEN, "count": 1 })),
        ("/parts", json!({ "login": { "password": HIDDEN }, "other": HIDDEN })),
        ("/parts", json!({ "login": { "name": "a", "password": HIDDEN }, "other": [HIDDEN], "count": 1 })),
    ] {
        let response = client.post(path).json(&body).await;
        assert_eq!(response.status(), 422, "{path} {body} {}", response.text());
        assert!(!response.text().contains("hunter2"), "{path} {body}\n{}", response.text());
    }
    let form = client.post("/form").form([("password", HIDDEN)]).await.assert_status(422);
    let long_form = client.post("/form").form([("password", &*long), ("name", "a")]).await.assert_status(422);
    let form_fields =
        client.post("/fields").form([("key", HIDDEN), ("keys", HIDDEN)]).await.assert_status(422);
    let places = client
        .get(&format!("/places/{HIDDEN}?q={HIDDEN}&list={HIDDEN}&list={HIDDEN}"))
        .header("x-key", HIDDEN)
        .cookie("cookie", HIDDEN)
        .await
        .assert_status(422);
    assert_eq!(places.value()["detail"].as_array().unwrap().len(), 5);
    for response in [form, long_form, form_fields, places] {
        assert!(!response.text().contains("hunter2"), "{}", response.text());
    }
}

#[fastrs::test]
async fn a_secret_is_masked_where_it_is_shown() {
    let body = json!({ "name": "a", "password": HIDDEN });
    let response = secrets().post("/login").json(&body).await.assert_status(200);
    assert_eq!(response.value(), json!({ "name": "a", "password": "**********" }));
    let login = Login { name: "a".into(), password: HIDDEN.to_owned().into() };
    assert!(!format!("{login:?}").contains("hunter2"));
    assert_eq!(login.password.expose(), HIDDEN);
}

#[model(output)]
struct UserOut {
    id: u64,
    pages: Page<Inner>,
    #[serde(rename = "n")]
    name: &'static str,
}

#[get("/out")]
async fn out() -> UserOut {
    let inner = Inner { x: 1, secret: Some("s".to_owned().into()) };
    UserOut { id: 1, pages: Page { items: vec![inner], total: 1 }, name: "n" }
}

#[fastrs::test]
async fn an_output_model_is_written() {
    let response = client(routes![out]).get("/out").await.assert_status(200);
    let expected =
        json!({ "id": 1, "pages": { "items": [{ "x": 1, "secret": "**********" }], "total": 1 }, "n": "n" });
    assert_eq!(response.value(), expected);
}
