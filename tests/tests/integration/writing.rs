//! What a model writes itself is, byte for byte, what serde_json writes of it.

use std::collections::BTreeMap;

use fastrs::json::WriteJson;
use fastrs::prelude::*;
use fastrs::serde::Serialize;
use proptest::prelude::{Strategy, any, prop};
use proptest::{prop_assert_eq, proptest};

#[model(rename_all = "camelCase")]
#[derive(Debug, Clone)]
struct Everything {
    #[serde(skip_serializing_if = "Option::is_none")]
    first_optional: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    list: Vec<i64>,
    #[serde(skip)]
    #[allow(dead_code, reason = "what is skipped is read by nobody")]
    never: u8,
    plain_text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    second_optional: Option<f64>,
    number: f64,
    #[serde(rename = "re-named")]
    renamed: char,
    kind: Kind,
    nested: BTreeMap<String, Option<Newtype>>,
    tuple: (u8, bool, String),
    shape: Shape,
    secret: Secret<String>,
}

#[model(rename_all = "SCREAMING-KEBAB-CASE")]
#[derive(Debug, Clone, Copy)]
enum Kind {
    FirstOne,
    #[serde(rename = "two")]
    Second,
}

#[model]
#[derive(Debug, Clone)]
struct Newtype(Vec<u8>);

#[model(tag = "type")]
#[derive(Debug, Clone)]
enum Shape {
    Circle { r: f64 },
    Point,
}

#[model]
#[derive(Debug, Clone)]
struct Flat {
    id: u64,
    #[serde(flatten)]
    rest: BTreeMap<String, String>,
}

#[model(output)]
struct OnlyOptional {
    #[serde(skip_serializing_if = "Option::is_none")]
    a: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    b: Option<u8>,
}

#[model(output)]
struct Page<T> {
    items: Vec<T>,
    next: Option<Box<T>>,
}

fn written<T: WriteJson>(value: &T) -> String {
    let mut out = Vec::new();
    value.write_json(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[track_caller]
fn check<T: WriteJson + Serialize>(value: &T) {
    assert_eq!(written(value), serde_json::to_string(value).unwrap());
}

fn everything() -> impl Strategy<Value = Everything> {
    let optional = (any::<Option<String>>(), any::<Option<f64>>(), prop::collection::vec(any::<i64>(), 0..3));
    let plain = (any::<String>(), any::<f64>(), any::<char>(), any::<bool>(), any::<u8>());
    let nested = prop::collection::btree_map(any::<String>(), any::<Option<Vec<u8>>>(), 0..3);
    (optional, plain, nested).prop_map(|((first_optional, second_optional, list), plain, nested)| {
        let (plain_text, number, renamed, flag, byte) = plain;
        Everything {
            first_optional,
            list,
            never: byte,
            tuple: (byte, flag, plain_text.clone()),
            secret: Secret::new(plain_text.clone()),
            plain_text,
            second_optional,
            number,
            renamed,
            kind: if flag { Kind::FirstOne } else { Kind::Second },
            nested: nested.into_iter().map(|(key, value)| (key, value.map(Newtype))).collect(),
            shape: if flag { Shape::Circle { r: number } } else { Shape::Point },
        }
    })
}

proptest! {
    #[test]
    fn a_model_with_everything(value in everything()) {
        prop_assert_eq!(written(&value), serde_json::to_string(&value).unwrap());
    }
}

#[test]
fn objects_of_which_everything_may_be_left_out() {
    for a in [None, Some(1)] {
        for b in [None, Some(2)] {
            check(&OnlyOptional { a, b });
        }
    }
}

#[test]
fn generics_and_what_only_serde_can_write() {
    check(&Page { items: vec![Newtype(vec![1]), Newtype(vec![])], next: Some(Box::new(Newtype(vec![2]))) });
    check(&Flat { id: 1, rest: BTreeMap::from([("a".to_owned(), "b".to_owned())]) });
}
