//! Booleans, in FastAPI's words.

use serde_json::Value;

use super::named::single;
use crate::validate::{At, Field, Issue, Rules, Spelling, ValidationErrors, kind};

const TRUE: [&str; 6] = ["true", "1", "on", "yes", "y", "t"];
const FALSE: [&str; 6] = ["false", "0", "off", "no", "n", "f"];

/// The truth that `text` spells, in any letter case.
pub(crate) fn parse(text: &str) -> Option<bool> {
    let is = |word: &&str| text.eq_ignore_ascii_case(word);
    if TRUE.iter().any(is) { Some(true) } else { FALSE.iter().any(is).then_some(false) }
}

fn is_truth(number: &serde_json::Number) -> bool {
    number.as_f64().is_some_and(|number| number == 0.0 || number == 1.0)
}

/// Whether a whole number is neither zero nor one: pydantic cannot read it, where it would take those two.
fn is_no_truth(number: &serde_json::Number) -> bool {
    number.as_f64().is_some_and(|number| number.fract() == 0.0) && !is_truth(number)
}

impl Field for bool {
    type Kind = kind::Scalar;

    #[inline]
    fn is_valid(&self, _: &Rules) -> bool {
        true
    }

    fn explain(input: &Value, _: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
        let input = single(input, at);
        match input {
            Value::Bool(_) => {}
            Value::String(text) if parse(text).is_none() => errors.push(at, Issue::bool_parsing(), input),
            Value::String(_) if at.reads_texts() => {}
            Value::Number(number) if is_no_truth(number) => errors.push(at, Issue::bool_parsing(), input),
            Value::Number(number) if at.spelling() == Spelling::Lax && is_truth(number) => {}
            _ => errors.push(at, Issue::bool_type(), input),
        }
    }

    fn from_text(text: &str) -> Option<Self> {
        parse(text)
    }

    fn respell(input: &mut Value, spelling: Spelling) {
        let truth = match &*input {
            _ if spelling != Spelling::Lax => None,
            Value::String(text) => parse(text),
            Value::Number(number) => number.as_f64().map(|number| number != 0.0),
            _ => None,
        };
        if let Some(truth) = truth {
            *input = truth.into();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fastapis_words() {
        for yes in ["true", "TRUE", "1", "on", "Yes", "y", "T"] {
            assert_eq!(parse(yes), Some(true), "{yes}");
        }
        for no in ["false", "0", "OFF", "no", "N", "f"] {
            assert_eq!(parse(no), Some(false), "{no}");
        }
        for bad in ["", "2", " true", "truth"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
