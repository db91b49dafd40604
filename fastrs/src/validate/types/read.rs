//! Dates and times: read in all the forms that pydantic knows, where their own `Deserialize` knows fewer.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::named::{parse, single};
use crate::validate::{At, Field, Issue, Rules, Spelling, ValidationErrors};

/// Reads a text, or says what is wrong with it.
pub(super) type Read<T> = fn(&str) -> Result<T, Issue>;

/// Lists the fault of an input that shall be a text which `read` takes.
pub(super) fn explain_read<T: Field + DeserializeOwned>(
    input: &Value,
    at: &At<'_>,
    errors: &mut ValidationErrors,
    read: Read<T>,
    wrong_type: Issue,
) {
    let input = single(input, at);
    let issue = match input {
        // In JSON the type's own reader was asked first, and its word counts.
        Value::String(text) => {
            let value = if at.is_text() { T::from_text(text) } else { parse::<T>(text).ok() };
            match value {
                Some(value) if value.is_valid(&Rules::NONE) => None,
                Some(_) => Some(read(text).err().unwrap_or(wrong_type)),
                None => read(text).err(),
            }
        }
        // In JSON a number is no date, not even one that Unix time would have; of others, FastAPI's word is told.
        Value::Number(number) if wrong_type.kind != "time_type" => {
            Some(number.as_f64().and_then(|number| read(&number.to_string()).err()).unwrap_or(wrong_type))
        }
        _ => Some(wrong_type),
    };
    if let Some(issue) = issue {
        errors.push(at, issue, input);
    }
}

/// Writes a text that `read` takes as the type writes itself.
pub(super) fn respell_read<T: Serialize>(input: &mut Value, spelling: Spelling, read: Read<T>) {
    let text = match &*input {
        Value::Array(values) if spelling == Spelling::Text => values.last().and_then(Value::as_str),
        input => input.as_str(),
    };
    let written = text.and_then(|text| read(text).ok()).and_then(|value| serde_json::to_value(value).ok());
    if let Some(written) = written {
        *input = written;
    }
}

macro_rules! read_fields {
    ($($type:ty: $read:path, $fits:expr, $kind:literal $msg:literal;)*) => {$(
        impl $crate::validate::Field for $type {
            type Kind = $crate::validate::kind::Scalar;

            fn is_valid(&self, _: &$crate::validate::Rules) -> bool {
                let fits: fn(&Self) -> bool = $fits;
                fits(self)
            }

            fn explain(
                input: &::serde_json::Value,
                _: &$crate::validate::Rules,
                at: &$crate::validate::At<'_>,
                errors: &mut $crate::validate::ValidationErrors,
            ) {
                let wrong_type = $crate::validate::Issue::new($kind, $msg);
                super::read::explain_read::<$type>(input, at, errors, $read, wrong_type);
            }

            fn from_text(text: &str) -> Option<Self> {
                $read(text).ok()
            }

            fn respell(input: &mut ::serde_json::Value, spelling: $crate::validate::Spelling) {
                super::read::respell_read::<$type>(input, spelling, $read);
            }
        }
    )*};
}
pub(super) use read_fields;
