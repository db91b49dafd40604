//! Integers of every width.

use std::borrow::Cow;

use serde_json::Value;

use crate::validate::rules::{Number, number_break, number_is_valid};
use crate::validate::{At, Bound, Bounded, Field, Issue, Rules, Spelling, ValidationErrors, kind};

/// The integer that `text` spells, as pydantic reads it: `7`, `+7`, ` 7 `, `007`, `1_000`, `7.0`.
pub(crate) fn parse<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.parse().ok().or_else(|| plain(text)?.parse().ok())
}

/// The sign and digits of an integer, or `None` if `text` is none.
fn plain(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    let whole = match text.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() && fraction.bytes().all(|b| b == b'0') => whole,
        Some(_) => return None,
        None => text,
    };
    let digits = whole.strip_prefix(['+', '-']).unwrap_or(whole);
    if !digits_and_single_underscores(digits) {
        return None;
    }
    // `-0` is no negative number: every width takes it.
    if digits.bytes().all(|b| matches!(b, b'0' | b'_')) {
        return Some(Cow::Borrowed("0"));
    }
    Some(if whole.contains('_') { Cow::Owned(whole.replace('_', "")) } else { Cow::Borrowed(whole) })
}

pub(super) fn digits_and_single_underscores(digits: &str) -> bool {
    digits.split('_').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What is wrong with a value that is none of the type's, between `min` and `max`.
fn issue(input: &Value, at: &At<'_>, min: Bound, max: Bound, value: fn(Bound) -> Value) -> Issue {
    let too_small =
        || Issue::bound("greater_than_equal", "greater than or equal to", "ge", value(min), &shown(min));
    let too_large =
        || Issue::bound("less_than_equal", "less than or equal to", "le", value(max), &shown(max));
    match input {
        Value::Number(number) if number.is_f64() => {
            let float = number.as_f64().unwrap_or_default();
            match float {
                _ if float.fract() != 0.0 => Issue::int_from_float(),
                _ if float > max.as_f64() || float >= u64::MAX as f64 => too_large(),
                _ if float < min.as_f64() => too_small(),
                _ => Issue::int_type(),
            }
        }
        Value::Number(number) if number.as_i64().is_some_and(|number| number < 0) => too_small(),
        Value::Number(_) => too_large(),
        Value::String(text) => match plain(text) {
            None => Issue::int_parsing(),
            // Python reads no more digits than these.
            Some(digits) if digits.len() > 4300 => Issue::int_parsing_size(),
            // In JSON, text is no number even where it spells one.
            Some(_) if !at.reads_texts() => Issue::int_type(),
            Some(digits) if digits.starts_with('-') => too_small(),
            Some(_) => too_large(),
        },
        _ => Issue::int_type(),
    }
}

/// The integer that a number with a point is: `1.0`, `1e3`.
fn integral(number: &serde_json::Number) -> Option<i128> {
    number.as_f64().filter(|float| float.fract() == 0.0).map(|float| float as i128)
}

/// Writes a number with a point, or a text that only parameters may spell, with plain digits.
fn respell(input: &mut Value, spelling: Spelling) {
    if spelling == Spelling::Text
        && let Value::Array(values) = input
        && let Some(last) = values.pop()
    {
        *input = last;
    }
    match input {
        Value::Number(number) if number.is_f64() => {
            if let Some(whole) = integral(number) {
                *input = crate::validate::rules::int_value(whole);
            }
        }
        Value::String(text) => {
            if let Some(digits) = plain(text).and_then(|digits| digits.parse::<i128>().ok()) {
                *input = match spelling {
                    Spelling::Json | Spelling::Text => digits.to_string().into(),
                    Spelling::Lax => crate::validate::rules::int_value(digits),
                };
            }
        }
        Value::Bool(truth) if spelling == Spelling::Lax => *input = i32::from(*truth).into(),
        _ => {}
    }
}

/// Digits beyond 64 bits are read as a float, whose nearest integer has to do.
fn beyond_64_bits(number: &serde_json::Number) -> Option<f64> {
    number.as_f64().filter(|float| float.abs() >= u64::MAX as f64)
}

fn shown(bound: Bound) -> String {
    match bound {
        Bound::Int(number) => number.to_string(),
        Bound::Float(number) => number.to_string(),
    }
}

macro_rules! integers {
    ($($int:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Bounded for $int {}

        impl Field for $int {
            type Kind = kind::Scalar;

            #[inline]
            fn is_valid(&self, rules: &Rules) -> bool {
                !rules.has_number_rules() || number_is_valid(*self, rules)
            }

            fn explain(input: &Value, rules: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
                let input = super::named::single(input, at);
                let number = match input {
                    Value::String(text) if at.reads_texts() => parse::<$int>(text),
                    Value::Bool(truth) if at.spelling() == Spelling::Lax => Some(<$int>::from(*truth)),
                    Value::Number(number) if !number.is_f64() => number.to_string().parse().ok(),
                    Value::Number(number) => match beyond_64_bits(number) {
                        Some(float) => Some(float)
                            .filter(|float| *float < <$int>::MAX as f64 && *float > <$int>::MIN as f64)
                            .map(|float| float as $int),
                        None => integral(number).and_then(|whole| whole.try_into().ok()),
                    },
                    _ => None,
                };
                let issue = match number {
                    Some(number) => number_break(number, rules),
                    None => {
                        let (min, max) = (<$int>::MIN as i128, i128::try_from(<$int>::MAX).unwrap_or(i128::MAX));
                        let value = <$int as Number>::bound_value;
                        Some(issue(input, at, Bound::Int(min), Bound::Int(max), value))
                    }
                };
                if let Some(issue) = issue {
                    errors.push(at, issue, input);
                }
            }

            #[inline]
            fn from_text(text: &str) -> Option<Self> {
                parse(text)
            }

            fn respell(input: &mut Value, spelling: Spelling) {
                respell(input, spelling);
            }
        }
    )*};
}

integers! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_are_read_as_pydantic_does() {
        for (text, number) in [
            ("1", 1),
            ("-1", -1),
            ("+1", 1),
            ("01", 1),
            ("-0", 0),
            ("1_000", 1000),
            (" 7\t", 7),
            ("1.00", 1),
            ("\u{a0}1", 1),
        ] {
            assert_eq!(parse::<i64>(text), Some(number), "{text}");
        }
        for bad in [
            "", " ", "1.", ".0", "1.5", "1e3", "0x10", "_1", "1_", "1__0", "1,000", "1 000", "--1", "True",
            "١",
        ] {
            assert_eq!(parse::<i64>(bad), None, "{bad}");
        }
        assert_eq!(parse::<u8>("-0"), Some(0));
        assert_eq!(parse::<u8>("-1"), None);
    }

    #[track_caller]
    fn check(input: Value, at: At<'_>, kind: &str) {
        let mut errors = ValidationErrors::new();
        u8::explain(&input, &Rules::NONE, &at, &mut errors);
        assert_eq!(errors.iter().next().map(|error| error.kind.as_ref()), Some(kind), "{input}");
    }

    #[test]
    fn every_wrong_value_has_its_own_reason() {
        check(json!("x"), At::text("query"), "int_parsing");
        check(json!("256"), At::text("query"), "less_than_equal");
        check(json!("-1"), At::text("query"), "greater_than_equal");
        check(json!("5"), At::json("body"), "int_type");
        check(json!("x"), At::json("body"), "int_parsing");
        check(json!("9".repeat(4301)), At::text("query"), "int_parsing_size");
        check(json!(1.5), At::json("body"), "int_from_float");
        check(json!(256), At::json("body"), "less_than_equal");
        check(json!(-1), At::json("body"), "greater_than_equal");
        check(json!(true), At::json("body"), "int_type");
    }

    #[test]
    fn a_zero_fraction_is_none() {
        let mut errors = ValidationErrors::new();
        u8::explain(&json!(255.0), &Rules::NONE, &At::json("body"), &mut errors);
        assert!(errors.is_empty());
        check(json!(256.0), At::json("body"), "less_than_equal");
        for (mut input, written) in
            [(json!(255.0), json!(255)), (json!(1e3), json!(1000)), (json!(-0.0), json!(0))]
        {
            u8::respell(&mut input, Spelling::Json);
            assert_eq!(input, written);
        }
    }
}
