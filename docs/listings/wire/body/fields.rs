//! A field of every type.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{NaiveDate, NaiveTime};
use fastrs::prelude::*;
use fastrs::schemars::{Schema, SchemaGenerator, json_schema};
use fastrs::validate::Issue;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use uuid::Uuid;

#[model(rename_all = "lowercase")]
#[derive(PartialEq, Eq, Hash)]
pub(super) enum Color {
    Red,
    Green,
}

#[model]
pub(super) struct Inner {
    pub(super) n: i64,
    #[field(default = "s")]
    pub(super) s: String,
}

// Python's `bytes` in JSON are a text, and documented as bytes.
#[model]
#[schemars(inline, extend("contentMediaType" = "application/octet-stream"))]
struct ByteText(String);

macro_rules! fields {
    ($($handler:ident $path:literal $model:ident $(#[$declared:meta])* $type:ty;)*) => {
        $(
            #[model]
            #[allow(non_camel_case_types)]
            struct $model {
                $(#[$declared])*
                v: $type,
            }

            #[post($path)]
            async fn $handler(m: $model) -> Json<Value> {
                Json(json!(m))
            }
        )*

        pub(super) fn router() -> Router {
            Router::new("").routes(routes![$($handler),*])
        }
    };
}

fields! {
    post_int "/t/int" M_int i64;
    post_float "/t/float" M_float f64;
    post_bool "/t/bool" M_bool bool;
    post_str "/t/str" M_str String;
    post_bytes "/t/bytes" M_bytes ByteText;
    post_date "/t/date" M_date NaiveDate;
    post_datetime "/t/datetime" M_datetime Moment;
    post_time "/t/time" M_time NaiveTime;
    post_timedelta "/t/timedelta" M_timedelta Duration;
    post_uuid "/t/uuid" M_uuid Uuid;
    post_decimal "/t/decimal" M_decimal Decimal;
    post_enum "/t/enum" M_enum Color;
    post_literal "/t/literal" M_literal #[field(validate = is_known)] #[schemars(extend("enum" = ["a", 1, null]))] Value;
    post_url "/t/url" M_url HttpUrl;
    post_any "/t/any" M_any Value;
    post_opt "/t/opt" M_opt Option<i64>;
    post_list "/t/list" M_list Vec<i64>;
    post_set "/t/set" M_set BTreeSet<i64>;
    post_frozenset "/t/frozenset" M_frozenset HashSet<String>;
    post_tuple2 "/t/tuple2" M_tuple2 (i64, String);
    post_tuplevar "/t/tuplevar" M_tuplevar Vec<i64>;
    post_dict "/t/dict" M_dict BTreeMap<String, i64>;
    post_dict_int "/t/dict-int" M_dict_int BTreeMap<i64, String>;
    post_dict_enum "/t/dict-enum" M_dict_enum #[schemars(schema_with = "by_color")] HashMap<Color, i64>;
    post_inner "/t/inner" M_inner Inner;
    post_list_inner "/t/list-inner" M_list_inner Vec<Inner>;
    post_dict_inner "/t/dict-inner" M_dict_inner BTreeMap<String, Inner>;
}

/// A map from the words of an enum: without this, the document names each word as a field that may be there.
fn by_color(generator: &mut SchemaGenerator) -> Schema {
    let (key, value) = (generator.subschema_for::<Color>(), generator.subschema_for::<i64>());
    json_schema!({ "type": "object", "propertyNames": key, "additionalProperties": value })
}

/// Values of several kinds are no enum; which of them are known, a check says.
fn is_known(value: &Value) -> Result<(), Issue> {
    if [json!("a"), json!(1), json!(null)].contains(value) {
        return Ok(());
    }
    let expected = "'a', 1 or None";
    Err(Issue::new("literal_error", format!("Input should be {expected}")).with_ctx("expected", expected))
}
