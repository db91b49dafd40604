//! JSON of clients that send numbers and booleans as text: `App::strict_json(false)`.

use std::collections::BTreeMap;

use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;

#[model]
#[serde(tag = "kind")]
enum Shape {
    Square { side: f64 },
    Circle(Circle),
}

#[model]
struct Circle {
    radius: u8,
}

#[model]
#[serde(untagged)]
enum Either {
    Number(i32),
    Word(String),
}

fn is_even(number: &i64) -> Result<(), &'static str> {
    if number % 2 == 0 { Ok(()) } else { Err("odd") }
}

#[model]
struct Rest {
    depth: Option<f32>,
}

#[model]
struct All {
    #[field(default, validate = is_even)]
    even: i64,
    #[field(default, lt = 10)]
    small: u8,
    #[field(default)]
    price: f64,
    #[field(default)]
    flag: bool,
    #[field(default)]
    word: String,
    #[field(default)]
    list: Vec<u16>,
    #[field(default)]
    by_number: BTreeMap<u8, bool>,
    shape: Option<Shape>,
    either: Option<Either>,
    #[serde(flatten)]
    rest: Rest,
}

#[post("/all")]
async fn all(all: All) -> All {
    all
}

#[post("/two")]
async fn two(#[body] number: i32, #[body] yes: bool) -> Json<Value> {
    Json(json!([number, yes]))
}

fn client(strict: bool) -> TestClient {
    TestClient::new(App::new("Lax", "1").strict_json(strict).routes(routes![all, two]))
}

/// What becomes of one field: its value in the answer, or the type of its error.
async fn field(strict: bool, sent: &Value) -> Value {
    let answer = client(strict).post("/all").json(sent).await;
    let name = sent.as_object().unwrap().keys().next().unwrap();
    match answer.status() {
        200 => answer.value()[name].clone(),
        _ => answer.value()["detail"][0]["type"].clone(),
    }
}

#[fastrs::test]
async fn texts_spell_numbers_where_the_app_says_so() {
    for (sent, strict, lax) in [
        (json!({ "even": "-12" }), json!("int_type"), json!(-12)),
        (json!({ "even": " 1_2.0 " }), json!("int_type"), json!(12)),
        (json!({ "even": "13" }), json!("int_type"), json!("value_error")),
        (json!({ "even": "9223372036854775807000" }), json!("int_type"), json!("less_than_equal")),
        (json!({ "even": "x" }), json!("int_parsing"), json!("int_parsing")),
        (json!({ "even": "1.5" }), json!("int_parsing"), json!("int_parsing")),
        (json!({ "even": false }), json!("int_type"), json!(0)),
        (json!({ "even": null }), json!("int_type"), json!("int_type")),
        (json!({ "even": ["2"] }), json!("int_type"), json!("int_type")),
        (json!({ "small": "9" }), json!("int_type"), json!(9)),
        (json!({ "small": "10" }), json!("int_type"), json!("less_than")),
        (json!({ "small": true }), json!("int_type"), json!(1)),
        (json!({ "price": "50.5" }), json!("float_type"), json!(50.5)),
        (json!({ "price": true }), json!("float_type"), json!(1.0)),
        (json!({ "price": "inf" }), json!("float_type"), json!("finite_number")),
        (json!({ "price": "a lot" }), json!("float_parsing"), json!("float_parsing")),
        (json!({ "flag": "Yes" }), json!("bool_type"), json!(true)),
        (json!({ "flag": 0 }), json!("bool_type"), json!(false)),
        (json!({ "flag": 1.0 }), json!("bool_type"), json!(true)),
        (json!({ "flag": 2 }), json!("bool_parsing"), json!("bool_parsing")),
        (json!({ "flag": 0.5 }), json!("bool_type"), json!("bool_type")),
        (json!({ "word": 5 }), json!("string_type"), json!("string_type")),
        (json!({ "word": "5" }), json!("5"), json!("5")),
        (json!({ "list": ["1", 2, true] }), json!("int_type"), json!([1, 2, 1])),
        (json!({ "list": "1" }), json!("list_type"), json!("list_type")),
        (json!({ "by_number": { "1": "on" } }), json!("bool_type"), json!({ "1": true })),
        (
            json!({ "shape": { "kind": "Square", "side": "2" } }),
            json!("float_type"),
            json!({ "kind": "Square", "side": 2.0 }),
        ),
        (
            json!({ "shape": { "kind": "Circle", "radius": "2" } }),
            json!("int_type"),
            json!({ "kind": "Circle", "radius": 2 }),
        ),
        // The first variant that takes it as it is.
        (json!({ "either": "5" }), json!("5"), json!("5")),
        (json!({ "either": 5 }), json!(5), json!(5)),
        (json!({ "depth": "1.5" }), json!("float_type"), json!(1.5)),
    ] {
        assert_eq!(field(true, &sent).await, strict, "strict: {sent}");
        assert_eq!(field(false, &sent).await, lax, "lax: {sent}");
    }
}

#[fastrs::test]
async fn several_arguments_are_lax_too() {
    let sent = json!({ "number": "7", "yes": 1 });
    client(true).post("/two").json(&sent).await.assert_status(422);
    assert_eq!(client(false).post("/two").json(&sent).await.assert_ok().value(), json!([7, true]));
}
