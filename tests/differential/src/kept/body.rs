//! Bodies.

use serde_json::{Value, json};

use super::excuse::excuse;
use crate::request::{Answer, Request};

pub fn other_content_type(request: &Request, ours: &mut Answer, theirs: &mut Answer) {
    let media = request.content_type().unwrap_or_default().to_ascii_lowercase();
    let is_own = if request.takes_json {
        media.starts_with("application/json;") || media == "application/json" || media.ends_with("+json")
    } else {
        media.starts_with("application/x-www-form-urlencoded")
    };
    if ours.status == 415 && !is_own && !request.body.is_empty() && theirs.status == 422 {
        theirs.clone_from(ours);
    }
}

/// Whoever mends a request wants to know everything that is wrong with it.
pub fn broken_beside_others(_: &Request, ours: &mut Answer, theirs: &mut Answer) {
    let is_broken = |entry: &Value| entry["type"] == "json_invalid";
    let Some([alone]) = theirs.body["detail"].as_array().map(Vec::as_slice) else { return };
    let Some(entries) = ours.body["detail"].as_array().filter(|_| is_broken(alone)) else { return };
    let (broken, others): (Vec<&Value>, Vec<&Value>) = entries.iter().partition(|entry| is_broken(entry));
    if others.iter().all(|entry| entry["loc"][0] != "body") {
        *ours = Answer { body: json!({ "detail": broken }), ..*ours };
    }
}

pub fn strict_json(request: &Request, ours: &mut Answer, theirs: &mut Answer) {
    // `App::strict_json(false)` makes them lax.
    if request.app == "lax" {
        return;
    }
    excuse(ours, theirs, |entry| {
        request.takes_json && entry["loc"][0] == "body" && is_of_another_type(entry)
    });
}

/// Whether the input is really none of the type that the fault asks for.
fn is_of_another_type(entry: &Value) -> bool {
    let input = &entry["input"];
    match entry["type"].as_str() {
        Some("int_type" | "float_type") => input.is_string() || input.is_boolean(),
        Some("bool_type") => input.is_string() || input.is_number(),
        _ => false,
    }
}

pub fn key_twice(request: &Request, ours: &mut Answer, theirs: &mut Answer) {
    let text = request.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&request.body);
    let Ok(body) = serde_json::from_slice::<Value>(text) else { return };
    // The generator's texts hold no `":` of their own.
    let written = request.body.windows(2).filter(|pair| pair == b"\":").count();
    if written == members(&body) {
        return;
    }
    // What serde said of the first of the two, which nothing explains because the last is faultless.
    let reasons =
        ["duplicate field", "missing field", "unknown field", "the value does not have the expected form"];
    excuse(ours, theirs, |entry| {
        let reason = entry["msg"].as_str().and_then(|msg| msg.strip_prefix("Value error, "));
        reason.is_some_and(|reason| reasons.iter().any(|start| reason.starts_with(start)))
    });
}

/// The members of all objects of a value.
fn members(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(members).sum(),
        Value::Object(object) => object.len() + object.values().map(members).sum::<usize>(),
        _ => 0,
    }
}
