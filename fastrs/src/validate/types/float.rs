//! Floating point numbers. Infinity and NaN are refused: JSON cannot carry them back.

use serde_json::Value;

use super::integer::digits_and_single_underscores;
use super::named::single;
use crate::validate::rules::{number_break, number_is_valid};
use crate::validate::{At, Bounded, Field, Issue, Rules, Spelling, ValidationErrors, kind};

/// The number that `text` spells, as pydantic reads it: `1.5`, `.5`, `5.`, `1e5`, `1_000`, ` 7 `.
pub(crate) fn parse(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.contains('_') {
        return without_underscores(text)?.parse().ok();
    }
    text.parse().ok()
}

fn without_underscores(text: &str) -> Option<String> {
    let runs = text.split(|c: char| !c.is_ascii_digit() && c != '_').filter(|run| !run.is_empty());
    runs.clone().all(digits_and_single_underscores).then(|| text.replace('_', ""))
}

macro_rules! floats {
    ($($float:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Bounded for $float {}

        impl Field for $float {
            type Kind = kind::Scalar;

            #[inline]
            fn is_valid(&self, rules: &Rules) -> bool {
                self.is_finite() && (!rules.has_number_rules() || number_is_valid(*self, rules))
            }

            fn explain(input: &Value, rules: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
                let input = single(input, at);
                let number = match input {
                    Value::Number(number) => number.as_f64().ok_or_else(Issue::float_type),
                    // In JSON, text is no number even where it spells one.
                    Value::String(text) => match parse(text) {
                        Some(number) if at.reads_texts() => Ok(number),
                        Some(_) => Err(Issue::float_type()),
                        None => Err(Issue::float_parsing()),
                    },
                    Value::Bool(truth) if at.spelling() == Spelling::Lax => Ok(f64::from(*truth)),
                    _ => Err(Issue::float_type()),
                };
                let issue = match number.map(|number| number as $float) {
                    Err(issue) => Some(issue),
                    Ok(number) if !number.is_finite() => Some(Issue::finite_number()),
                    Ok(number) => number_break(number, rules),
                };
                if let Some(issue) = issue {
                    errors.push(at, issue, input);
                }
            }

            #[inline]
            fn from_text(text: &str) -> Option<Self> {
                parse(text).map(|number| number as $float)
            }

            fn respell(input: &mut Value, spelling: Spelling) {
                let number = match &*input {
                    _ if spelling != Spelling::Lax => None,
                    Value::String(text) => parse(text),
                    Value::Bool(truth) => Some(f64::from(*truth)),
                    _ => None,
                };
                if let Some(number) = number {
                    *input = number.into();
                }
            }
        }
    )*};
}

floats! { f32 f64 }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_as_pydantic_does() {
        for (text, number) in
            [("1.5", 1.5), (".5", 0.5), ("5.", 5.0), ("1e5", 1e5), ("1_0.5", 10.5), (" 1 ", 1.0)]
        {
            assert_eq!(parse(text), Some(number), "{text}");
        }
        for bad in ["", "1,5", "0x1p3", "1.5f", "1__0", "_1"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_json_cannot_carry_is_refused() {
        assert!(!f64::NAN.is_valid(&Rules::NONE) && !f64::INFINITY.is_valid(&Rules::NONE));
    }
}
