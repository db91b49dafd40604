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
    q_int "/q/int" i64;
    q_float "/q/float" f64;
    q_bool "/q/bool" bool;
    q_str "/q/str" String;
    q_bytes "/q/bytes" String;
    q_date "/q/date" NaiveDate;
    q_datetime "/q/datetime" Moment;
    q_time "/q/time" NaiveTime;
    q_timedelta "/q/timedelta" Duration;
    q_uuid "/q/uuid" Uuid;
    q_uuid4 "/q/uuid4" Uuid4;
    q_decimal "/q/decimal" Decimal;
    q_enum "/q/enum" Color;
    q_intenum "/q/intenum" Level;
    q_literal "/q/literal" AOrB;
    q_literal_int "/q/literal-int" OneOrTwo;
    q_anyurl "/q/anyurl" Url;
    q_httpurl "/q/httpurl" HttpUrl;
    q_email "/q/email" Email;
    q_ipv4 "/q/ipv4" Ipv4Addr;
    q_int_or_str "/q/int-or-str" StrOrInt;
    q_int_or_bool "/q/int-or-bool" IntOrBool;
    q_float_or_int "/q/float-or-int" FloatOrInt;
    q_strict_int "/q/strict-int" i64;
    q_aware "/q/aware" DateTime<FixedOffset>;
    q_naive "/q/naive" NaiveDateTime;
    opt_int "/opt/int" Option<i64>;
    opt_dflt "/opt/dflt" #[query(default = 7)] i64;
    opt_required_nullable "/opt/required-nullable" i64;
    opt_str_default "/opt/str-default" #[query(default = "dflt")] String;
    alias "/alias" #[query(alias = "item-query")] i64;
}
