//! One text, of every type.

use std::net::Ipv4Addr;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};
use fastrs::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;

#[model(rename_all = "lowercase")]
pub(super) enum Color {
    Red,
    Green,
}

#[model(integer)]
enum Level {
    Low = 1,
    High = 2,
}

#[model(literal, rename_all = "lowercase")]
enum AOrB {
    A,
    B,
}

#[model(integer, literal)]
enum OneOrTwo {
    One = 1,
    Two = 2,
}

// Python's `bytes` in a query are a text, and documented as bytes.
#[model]
#[schemars(inline, extend("contentMediaType" = "application/octet-stream"))]
struct ByteText(String);

/// Any text is a text, so that is what it is taken for.
#[model(untagged, scalar, rename_all = "lowercase")]
enum StrOrInt {
    Str(String),
    Int(i64),
}

#[model(untagged, scalar, rename_all = "lowercase")]
enum IntOrBool {
    Int(i64),
    Bool(bool),
}

#[model(untagged, scalar, rename_all = "lowercase")]
enum FloatOrInt {
    Float(f64),
    Int(i64),
}

super::echo! {
    read_int "/q/int" i64;
    read_float "/q/float" f64;
    read_bool "/q/bool" bool;
    read_str "/q/str" String;
    read_bytes "/q/bytes" ByteText;
    read_date "/q/date" NaiveDate;
    read_datetime "/q/datetime" Moment;
    read_time "/q/time" NaiveTime;
    read_timedelta "/q/timedelta" Duration;
    read_uuid "/q/uuid" Uuid;
    read_uuid4 "/q/uuid4" Uuid4;
    read_decimal "/q/decimal" Decimal;
    read_enum "/q/enum" Color;
    read_intenum "/q/intenum" Level;
    read_literal "/q/literal" AOrB;
    read_literal_int "/q/literal-int" OneOrTwo;
    read_anyurl "/q/anyurl" Url;
    read_httpurl "/q/httpurl" HttpUrl;
    read_email "/q/email" Email;
    read_ipv4 "/q/ipv4" Ipv4Addr;
    read_int_or_str "/q/int-or-str" StrOrInt;
    read_int_or_bool "/q/int-or-bool" IntOrBool;
    read_float_or_int "/q/float-or-int" FloatOrInt;
    read_strict_int "/q/strict-int" i64;
    read_aware "/q/aware" DateTime<FixedOffset>;
    read_naive "/q/naive" NaiveDateTime;
    opt_int "/opt/int" Option<i64>;
    opt_dflt "/opt/dflt" #[query(default = 7)] i64;
    opt_rn "/opt/required-nullable" #[query(required)] Option<i64>;
    opt_str_default "/opt/str-default" #[query(default = "dflt")] String;
    alias "/alias" #[query(alias = "item-query")] i64;
}
