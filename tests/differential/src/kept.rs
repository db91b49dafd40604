//! The differences that are kept on purpose, each with its reason.

use serde_json::{Value, json};

use crate::request::{Answer, Request};

/// Makes both answers the same where the difference is this one.
type Rule = fn(&Request, &mut Answer, &mut Answer);

pub const RULES: &[(&str, Rule)] = &[
    ("a body of another content type is a 415, which names the one expected", other_content_type),
    ("JSON bodies are strict: a text is no number, a number no text, 1 is not true", strict_json),
];

fn entries(answer: &Answer) -> Vec<Value> {
    answer.body["detail"].as_array().cloned().unwrap_or_default()
}

/// Takes entries out; an answer without any left is the other one's business.
fn keep(answer: &mut Answer, wanted: impl Fn(&Value) -> bool) {
    if let Some(entries) = answer.body["detail"].as_array_mut() {
        entries.retain(wanted);
    }
}

fn other_content_type(request: &Request, ours: &mut Answer, theirs: &mut Answer) {
    let media = request.content_type().unwrap_or_default();
    let is_own = if request.takes_json {
        media.to_ascii_lowercase().contains("json") && media != "application/jsonl"
    } else {
        media.starts_with("application/x-www-form-urlencoded")
    };
    if ours.status == 415 && !is_own && !request.body.is_empty() && theirs.status == 422 {
        theirs.clone_from(ours);
    }
}

/// The types of findings that say *this is of another type*.
const WRONG_TYPE: [&str; 4] = ["int_type", "float_type", "bool_type", "int_from_float"];

fn strict_json(request: &Request, ours: &mut Answer, theirs: &mut Answer) {
    if !request.takes_json || ours.status != 422 {
        return;
    }
    let is_strict = |entry: &Value| {
        let scalar = entry["input"].is_string() || entry["input"].is_boolean() || entry["input"].is_number();
        entry["loc"][0] == "body" && scalar && WRONG_TYPE.iter().any(|kind| entry["type"] == *kind)
    };
    let strict: Vec<Value> =
        entries(ours).into_iter().filter(is_strict).map(|entry| entry["loc"].clone()).collect();
    if strict.is_empty() {
        return;
    }
    keep(ours, |entry| !strict.contains(&entry["loc"]));
    keep(theirs, |entry| !strict.contains(&entry["loc"]));
    if theirs.status == 200 && entries(ours).is_empty() {
        ours.clone_from(theirs);
    } else if theirs.status == 200 {
        *theirs = Answer { status: 422, body: json!({ "detail": [] }) };
    }
}
