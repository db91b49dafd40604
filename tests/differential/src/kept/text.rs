//! Bytes and what they spell.

use serde_json::Value;

use super::excuse::excuse;
use crate::request::{Answer, Request};

/// Makes null of every text with U+FFFD in it that is null in `model`.
fn unreplace(model: &Value, value: &mut Value) {
    match (model, value) {
        (Value::Null, value) if value.as_str().is_some_and(|text| text.contains('\u{fffd}')) => {
            *value = Value::Null;
        }
        (Value::Array(model), Value::Array(values)) => {
            model.iter().zip(values).for_each(|(model, value)| unreplace(model, value));
        }
        (Value::Object(model), Value::Object(values)) => {
            for (name, value) in values {
                model.get(name).into_iter().for_each(|model| unreplace(model, value));
            }
        }
        _ => {}
    }
}

pub fn not_finite(_: &Request, ours: &mut Answer, theirs: &mut Answer) {
    let is_infinite = |entry: &Value| {
        let text = entry["input"].as_str().map(|text| text.trim().replace('_', ""));
        text.and_then(|text| text.parse::<f64>().ok()).is_some_and(|number| !number.is_finite())
    };
    excuse(ours, theirs, |entry| entry["type"] == "finite_number" && is_infinite(entry));
}

pub fn not_utf8(request: &Request, ours: &mut Answer, theirs: &mut Answer) {
    if !request.has_other_bytes() {
        return;
    }
    // What stands under a name that is none is not shown.
    let is_named = |entry: &Value| !entry["loc"][1].as_str().is_some_and(|name| name.contains('\u{fffd}'));
    excuse(ours, theirs, |entry| entry["type"] == "string_unicode" || !is_named(entry));
    // In what is shown around a fault, too: null here, a text there.
    let (Some(ours), Some(theirs)) = (ours.body.get("detail"), theirs.body.get_mut("detail")) else { return };
    unreplace(ours, theirs);
}

pub fn header_bytes(request: &Request, ours: &mut Answer, theirs: &mut Answer) {
    if request.headers.iter().all(|(_, value)| value.is_ascii()) {
        return;
    }
    from_latin1(&mut theirs.body);
    excuse(ours, theirs, |entry| {
        entry["loc"][0] == "header" && entry["input"].as_str().is_some_and(|input| !input.is_ascii())
    });
}

/// Reads again as UTF-8 what was read as Latin-1.
fn from_latin1(value: &mut Value) {
    match value {
        Value::String(text) if !text.is_ascii() => {
            let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
            if let Some(read) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
                *text = read;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(from_latin1),
        Value::Object(members) => members.values_mut().for_each(from_latin1),
        _ => {}
    }
}
