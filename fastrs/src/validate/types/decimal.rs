//! `rust_decimal::Decimal`: numbers of exact decimal digits.

use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value;

use super::named::single;
use crate::validate::rules::{DecimalDigits, Number, float_value, int_value, number_break, number_is_valid};
use crate::validate::{At, Bound, Bounded, Field, Issue, Rules, Spelling, ValidationErrors, kind};

#[diagnostic::do_not_recommend]
impl Bounded for Decimal {}

#[diagnostic::do_not_recommend]
impl DecimalDigits for Decimal {}

/// The number that `text` spells, as pydantic reads it: `1.10`, `.5`, `1e3`, `1_000`, ` 7 `.
fn parse(text: &str) -> Result<Decimal, Issue> {
    let text = text.trim().replace('_', "");
    let number =
        if text.contains(['e', 'E']) { Decimal::from_scientific(&text) } else { Decimal::from_str(&text) };
    number.map_err(|_| match text.parse::<f64>() {
        Ok(float) if !float.is_finite() && !text.contains(|c: char| c.is_ascii_digit()) => {
            Issue::finite_number()
        }
        _ => Issue::new("decimal_parsing", "Input should be a valid decimal"),
    })
}

fn bound_of(bound: Bound) -> Option<Decimal> {
    match bound {
        Bound::Int(number) => Decimal::try_from_i128_with_scale(number, 0).ok(),
        Bound::Float(number) => Decimal::try_from(number).ok(),
    }
}

impl Number for Decimal {
    fn against(self, bound: Bound) -> Option<std::cmp::Ordering> {
        match bound_of(bound) {
            Some(bound) => Some(self.cmp(&bound)),
            // A bound beyond all decimals.
            None => self.to_f64()?.partial_cmp(&bound.as_f64()),
        }
    }

    fn is_multiple_of(self, step: Bound) -> bool {
        bound_of(step).and_then(|step| self.checked_rem(step)).is_some_and(|rest| rest.is_zero())
    }

    fn bound_value(bound: Bound) -> Value {
        match bound {
            Bound::Int(number) => int_value(number),
            Bound::Float(number) => float_value(number),
        }
    }
}

/// How many digits a number has in all, and how many of them behind the point.
fn digits(number: Decimal) -> (u32, u32) {
    let number = number.normalize();
    let mantissa = number.mantissa().unsigned_abs();
    let count = mantissa.checked_ilog10().map_or(1, |log| log + 1);
    (count.max(number.scale()), number.scale())
}

/// The first rule that a number breaks which has so many digits, and so many of them behind the point.
fn digits_break((digits, places): (u32, u32), rules: &Rules) -> Option<Issue> {
    let issue = |kind: &'static str, max: u32, noun: &str, rest: &str, key: &'static str| {
        let plural = if max == 1 { "" } else { "s" };
        let msg = format!("Decimal input should have no more than {max} {noun}{plural}{rest}");
        Issue::new(kind, msg).with_ctx(key, max)
    };
    if let Some(max) = rules.max_digits.filter(|max| digits > *max) {
        return Some(issue("decimal_max_digits", max, "digit", " in total", "max_digits"));
    }
    let max_places = rules.decimal_places?;
    if places > max_places {
        return Some(issue("decimal_max_places", max_places, "decimal place", "", "decimal_places"));
    }
    let max_whole = rules.max_digits?.saturating_sub(max_places);
    let text = " before the decimal point";
    (digits - places > max_whole)
        .then(|| issue("decimal_whole_digits", max_whole, "digit", text, "whole_digits"))
}

impl Field for Decimal {
    type Kind = kind::Scalar;

    fn is_valid(&self, rules: &Rules) -> bool {
        (!rules.has_number_rules() || number_is_valid(*self, rules))
            && (!rules.has_digit_rules() || digits_break(digits(*self), rules).is_none())
    }

    fn explain(input: &Value, rules: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
        let input = single(input, at);
        let number = match input {
            Value::String(text) => parse(text),
            Value::Number(number) => parse(&number.to_string()),
            _ => {
                let msg = "Decimal input should be an integer, float, string or Decimal object";
                Err(Issue::new("decimal_type", msg))
            }
        };
        let issue = match number {
            Err(issue) => Some(issue),
            Ok(number) => digits_break(digits(number), rules).or_else(|| number_break(number, rules)),
        };
        if let Some(issue) = issue {
            errors.push(at, issue, input);
        }
    }

    fn from_text(text: &str) -> Option<Self> {
        parse(text).ok()
    }

    fn respell(input: &mut Value, spelling: Spelling) {
        let number = match &*input {
            Value::Array(values) if spelling == Spelling::Text => {
                values.last().and_then(Value::as_str).map(parse)
            }
            Value::String(text) => Some(parse(text)),
            Value::Number(number) => Some(parse(&number.to_string())),
            _ => None,
        };
        if let Some(Ok(number)) = number {
            *input = Value::String(number.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(input: Value, expected: Option<(&str, u64)>) {
        let rules = Rules { max_digits: Some(5), decimal_places: Some(2), ..Rules::NONE };
        let mut errors = ValidationErrors::new();
        Decimal::explain(&input, &rules, &At::json("body"), &mut errors);
        let found = errors.iter().next();
        let found = found
            .map(|error| (error.kind.as_ref(), error.ctx.first().and_then(|c| c.1.as_u64()).unwrap_or(0)));
        assert_eq!(found, expected, "{input}");
    }

    #[test]
    fn digits_are_counted_as_pydantic_does() {
        for good in ["123.45", "0.00", "1.500", "-123.45", "00001.5", " 1_0.0 "] {
            check(json!(good), None);
        }
        check(json!("1234.5"), Some(("decimal_whole_digits", 3)));
        check(json!("123.456"), Some(("decimal_max_digits", 5)));
        check(json!(0.001), Some(("decimal_max_places", 2)));
        check(json!("1e10"), Some(("decimal_max_digits", 5)));
        check(json!("x"), Some(("decimal_parsing", 0)));
        check(json!("NaN"), Some(("finite_number", 0)));
        check(json!(true), Some(("decimal_type", 0)));
    }
}
