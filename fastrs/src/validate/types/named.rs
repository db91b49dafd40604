//! Scalars that are text in JSON, parsed by their own type: addresses, identifiers, times.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::validate::{At, Field, Issue, Rules, ValidationErrors, kind};

/// The value itself; of a repeated parameter the last, as FastAPI takes it.
pub(crate) fn single<'v>(input: &'v Value, at: &At<'_>) -> &'v Value {
    match input {
        Value::Array(values) if at.is_text() => values.last().unwrap_or(input),
        _ => input,
    }
}

/// Reads a text with the type's own `Deserialize`, so that parameters and JSON agree on every spelling.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, serde::de::value::Error> {
    T::deserialize(serde::de::value::StrDeserializer::new(text))
}

/// Lists the fault of an input that shall be the text form of a `T`.
///
/// `wrong_type` is the fault of what is no text, `wrong_text` of text that does not parse, made from the
/// parser's message.
pub fn explain_text<T: DeserializeOwned>(
    input: &Value,
    at: &At<'_>,
    errors: &mut ValidationErrors,
    wrong_type: impl FnOnce() -> Issue,
    wrong_text: impl FnOnce(String) -> Issue,
) {
    let input = single(input, at);
    let issue = match input {
        Value::String(text) => {
            parse::<T>(text).err().map(|error| wrong_text(reason(&error.to_string(), text)))
        }
        _ => Some(wrong_type()),
    };
    if let Some(issue) = issue {
        errors.push(at, issue, input);
    }
}

/// The parser's own words: `url` repeats the input after them, `uuid` puts a title before them.
fn reason(error: &str, input: &str) -> String {
    if input.is_empty() && error.starts_with("relative URL") {
        return "input is empty".to_owned();
    }
    let error = error.strip_suffix(&format!(": {input:?}")).unwrap_or(error);
    error.strip_prefix("UUID parsing failed: ").unwrap_or(error).to_owned()
}

/// A type whose JSON is a text that it parses itself.
///
/// Two faults are given: the kind and message of what is no text, then those of text that does not parse
/// (with `{}` for the parser's message, which `ctx.error` repeats).
#[allow(unused_macros, reason = "only the types behind features use it")]
macro_rules! text_fields {
    ($($type:ty: $type_kind:literal $type_msg:literal, $text_kind:literal $text_msg:literal;)*) => {$(
        impl $crate::validate::Field for $type {
            type Kind = $crate::validate::kind::Scalar;

            fn is_valid(&self, _: &$crate::validate::Rules) -> bool {
                true
            }

            fn explain(
                input: &::serde_json::Value,
                _: &$crate::validate::Rules,
                at: &$crate::validate::At<'_>,
                errors: &mut $crate::validate::ValidationErrors,
            ) {
                use $crate::validate::Issue;
                $crate::validate::explain_text::<$type>(
                    input,
                    at,
                    errors,
                    || Issue::new($type_kind, $type_msg),
                    |error| Issue::new($text_kind, format!($text_msg, error)).with_ctx("error", error),
                );
            }

            fn from_text(text: &str) -> Option<Self> {
                super::named::parse(text).ok()
            }
        }
    )*};
}
#[allow(unused_imports, reason = "only the types behind features use it")]
pub(super) use text_fields;

/// As pydantic, which says the same of what is no text and of what does not parse.
macro_rules! addresses {
    ($($type:ty: $kind:literal $msg:literal;)*) => {$(
        impl Field for $type {
            type Kind = kind::Scalar;

            fn is_valid(&self, _: &Rules) -> bool {
                true
            }

            fn explain(input: &Value, _: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
                explain_text::<$type>(input, at, errors, || Issue::new($kind, $msg), |_| Issue::new($kind, $msg));
            }

            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
    )*};
}

addresses! {
    IpAddr: "ip_any_address" "value is not a valid IPv4 or IPv6 address";
    Ipv4Addr: "ip_v4_address" "Input is not a valid IPv4 address";
    Ipv6Addr: "ip_v6_address" "Input is not a valid IPv6 address";
    SocketAddr: "socket_address" "Input is not a valid address with port";
}
