//! Faults in FastAPI's form.

use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Faults<'a> {
    pub(super) detail: Vec<Fault<'a>>,
}

#[derive(Serialize)]
pub(super) struct Fault<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    loc: &'static [&'static str],
    msg: String,
    input: Input<'a>,
    ctx: Context,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Input<'a> {
    Text(&'a str),
    Number(f64),
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Context {
    Gt(f64),
    Ge(f64),
    MinLength(usize),
    MaxLength(usize),
    Reason(String),
}

impl<'a> Fault<'a> {
    pub(super) fn of_length(
        loc: &'static [&'static str],
        text: &'a str,
        min: usize,
        max: usize,
    ) -> Option<Self> {
        let length = text.chars().count();
        let input = Input::Text(text);
        if length < min {
            let msg =
                format!("String should have at least {min} character{}", if min == 1 { "" } else { "s" });
            return Some(Self { kind: "string_too_short", loc, msg, input, ctx: Context::MinLength(min) });
        }
        (length > max).then(|| {
            let msg = format!("String should have at most {max} characters");
            Self { kind: "string_too_long", loc, msg, input, ctx: Context::MaxLength(max) }
        })
    }

    pub(super) fn not_greater(loc: &'static [&'static str], value: f64) -> Self {
        let msg = "Input should be greater than 0".to_owned();
        Self { kind: "greater_than", loc, msg, input: Input::Number(value), ctx: Context::Gt(0.0) }
    }

    pub(super) fn less(loc: &'static [&'static str], value: f64) -> Self {
        let msg = "Input should be greater than or equal to 0".to_owned();
        Self { kind: "greater_than_equal", loc, msg, input: Input::Number(value), ctx: Context::Ge(0.0) }
    }

    pub(super) fn not_an_address(loc: &'static [&'static str], text: &'a str, reason: String) -> Self {
        let msg = format!("value is not a valid email address: {reason}");
        Self { kind: "value_error", loc, msg, input: Input::Text(text), ctx: Context::Reason(reason) }
    }
}
