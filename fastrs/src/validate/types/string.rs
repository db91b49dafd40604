//! Text.

use std::borrow::Cow;

use serde_json::Value;

use super::named::single;
use crate::validate::rules::{text_break, text_is_valid};
use crate::validate::{At, Field, Issue, Rules, Textual, ValidationErrors, kind};

fn explain_string(input: &Value, rules: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
    let input = single(input, at);
    let issue = match input {
        Value::String(text) => text_break(text, rules),
        _ => Some(Issue::string_type()),
    };
    if let Some(issue) = issue {
        errors.push(at, issue, input);
    }
}

macro_rules! strings {
    ($($string:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Textual for $string {}

        impl Field for $string {
            type Kind = kind::Scalar;

            #[inline]
            fn is_valid(&self, rules: &Rules) -> bool {
                !rules.has_text_rules() || text_is_valid(self, rules)
            }

            fn explain(input: &Value, rules: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
                explain_string(input, rules, at, errors);
            }

            fn from_text(text: &str) -> Option<Self> {
                Some(text.to_owned().into())
            }
        }
    )*};
}

strings! { String Box<str> Cow<'static, str> std::sync::Arc<str> }

impl Field for char {
    type Kind = kind::Scalar;

    fn is_valid(&self, _: &Rules) -> bool {
        true
    }

    fn explain(input: &Value, _: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
        const ONE: Rules = Rules { min_length: Some(1), max_length: Some(1), ..Rules::NONE };
        explain_string(input, &ONE, at, errors);
    }

    fn from_text(text: &str) -> Option<Self> {
        let mut chars = text.chars();
        chars.next().filter(|_| chars.next().is_none())
    }
}
