//! The differences that are kept on purpose, each with its reason.

use serde_json::{Value, json};

use crate::request::{Answer, Request};

/// Makes both answers the same where the difference is this one.
type Rule = fn(&Request, &mut Answer, &mut Answer);

pub const RULES: &[(&str, Rule)] = &[
    (
        "the place of a header in a model is its field's name; newer versions of FastAPI name the header",
        header_model,
    ),
    ("a body of another content type is a 415, which names the one expected", other_content_type),
    ("JSON bodies are strict: a text is no number, a number no text, 1 is not true", strict_json),
    ("what is not UTF-8 is refused, where FastAPI puts U+FFFD in its place", not_utf8),
    ("NaN and infinity are refused, where FastAPI takes them and may answer 500", not_finite),
    ("a header's bytes are read as UTF-8, where FastAPI reads Latin-1", header_bytes),
    ("a key that stands twice in an object is refused, where FastAPI takes the last", key_twice),
    ("a trailing comma in JSON is told in the words of Python 3.13", trailing_comma),
];

/// Takes out of both answers what is said of the places that `ours` refuses by such an entry.
fn excuse(ours: &mut Answer, theirs: &mut Answer, excused: impl Fn(&Value) -> bool) {
    if ours.status != 422 {
        return;
    }
    let entries = |answer: &Answer| answer.body["detail"].as_array().cloned().unwrap_or_default();
    let places: Vec<Value> =
        entries(ours).into_iter().filter(excused).map(|entry| entry["loc"].clone()).collect();
    if places.is_empty() {
        return;
    }
    let other = |entry: &Value| !places.contains(&entry["loc"]);
    let rest = |answer: &Answer| -> Vec<Value> { entries(answer).into_iter().filter(other).collect() };
    // Whoever says nothing of a place takes it, or fails on it.
    let (our_rest, their_rest) = (rest(ours), rest(theirs));
    *ours = Answer { status: 422, body: json!({ "detail": our_rest }) };
    *theirs = Answer { status: 422, body: json!({ "detail": their_rest }) };
}

fn other_content_type(request: &Request, ours: &mut Answer, theirs: &mut Answer) {
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

/// The types of findings that say *this is of another type*.
const WRONG_TYPE: [&str; 4] = ["int_type", "float_type", "bool_type", "int_from_float"];

fn strict_json(request: &Request, ours: &mut Answer, theirs: &mut Answer) {
    excuse(ours, theirs, |entry| {
        let input = &entry["input"];
        let is_scalar = input.is_string() || input.is_boolean() || input.is_number();
        request.takes_json
            && entry["loc"][0] == "body"
            && is_scalar
            && WRONG_TYPE.iter().any(|kind| entry["type"] == *kind)
    });
}

fn not_utf8(_: &Request, ours: &mut Answer, theirs: &mut Answer) {
    excuse(ours, theirs, |entry| entry["type"] == "string_unicode");
}

fn not_finite(_: &Request, ours: &mut Answer, theirs: &mut Answer) {
    excuse(ours, theirs, |entry| entry["type"] == "finite_number");
}

fn header_bytes(_: &Request, ours: &mut Answer, theirs: &mut Answer) {
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

fn key_twice(request: &Request, ours: &mut Answer, theirs: &mut Answer) {
    let Ok(body) = serde_json::from_slice::<Value>(&request.body) else { return };
    // The generator's texts hold no `":` of their own.
    let written = request.body.windows(2).filter(|pair| pair == b"\":").count();
    if written == members(&body) {
        return;
    }
    let messages = ["Value error, duplicate field", "Value error, the value does not have the expected form"];
    excuse(ours, theirs, |entry| {
        entry["msg"].as_str().is_some_and(|msg| messages.iter().any(|start| msg.starts_with(start)))
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

fn trailing_comma(_: &Request, ours: &mut Answer, theirs: &mut Answer) {
    let text =
        |answer: &Answer| answer.body["detail"][0]["ctx"]["error"].as_str().unwrap_or_default().to_owned();
    let older = ["Expecting property name enclosed in double quotes", "Expecting value"];
    if text(ours).starts_with("Illegal trailing comma") && older.contains(&text(theirs).as_str()) {
        // They look behind the comma, 3.13 at it.
        for key in ["ctx", "loc"] {
            theirs.body["detail"][0][key] = ours.body["detail"][0][key].clone();
        }
    }
}

fn header_model(_: &Request, ours: &mut Answer, theirs: &mut Answer) {
    // By `get_mut`, because an index would write what is not there.
    let detail = theirs.body.get_mut("detail").and_then(Value::as_array_mut);
    let (Some(ours), Some(theirs)) = (ours.body["detail"].as_array(), detail) else { return };
    let name = |entry: &Value| entry["loc"][1].as_str().unwrap_or_default().replace('-', "_");
    for (entry, other) in ours.iter().zip(theirs) {
        let is_header = other.get("loc").is_some_and(|loc| loc[0] == "header");
        if is_header && entry["loc"][1] != other["loc"][1] && name(other) == name(entry) {
            other["loc"] = entry["loc"].clone();
        }
    }
}
