//! Whether an answer is one that the document tells.

use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde_json::Value;

use super::schema::SchemaCheck;
use crate::app::ReachedOperation;

/// An answer as far as the document speaks of it.
pub(super) struct Answer<'a> {
    pub(super) status: u16,
    pub(super) headers: &'a HeaderMap,
    /// `None` where the method asks for no body.
    pub(super) body: Option<&'a [u8]>,
}

/// What a comparison found.
#[derive(Default)]
pub(super) struct Outcome {
    /// The documented status that it is one of: `200`, `4XX`, `default`.
    pub(super) status: Option<String>,
    /// Where the answer differs from the document.
    pub(super) faults: Vec<String>,
}

/// Compares an answer of an operation with the document.
pub(super) fn compare(reached: &ReachedOperation<'_>, answer: &Answer<'_>) -> Outcome {
    let responses = &reached.operation["responses"];
    let Some((status, response)) = documented(responses, answer.status) else {
        // Of a fault of the program, and of what a connection may do, the document is silent.
        let is_silent = answer.status >= 500 || reached.unnamed.contains(&answer.status);
        let faults = if is_silent { Vec::new() } else { vec![undocumented(responses, answer.status)] };
        return Outcome { status: None, faults };
    };
    let check = SchemaCheck::new(reached.document);
    let response = resolved(&check, response);
    let mut faults = headers(&check, response, answer.headers);
    if let Some(body) = answer.body.filter(|_| !answer.headers.contains_key(CONTENT_ENCODING)) {
        faults.extend(content(&check, response, answer.headers, body));
    }
    Outcome { status: Some(status), faults }
}

/// The response object of a status: its own, that of its class, or the default.
fn documented(responses: &Value, status: u16) -> Option<(String, &Value)> {
    let keys = [status.to_string(), format!("{}XX", status / 100), "default".to_owned()];
    keys.into_iter().find_map(|key| responses.get(&key).map(|response| (key, response)))
}

fn undocumented(responses: &Value, status: u16) -> String {
    let known: Vec<&str> = responses.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
    format!("the status {status} is not documented, only {}", known.join(", "))
}

fn resolved<'d>(check: &SchemaCheck<'d>, object: &'d Value) -> &'d Value {
    object["$ref"].as_str().and_then(|reference| check.target(reference)).unwrap_or(object)
}

/// Required headers are there, and those that are there fit their schemas.
fn headers<'d>(check: &SchemaCheck<'d>, response: &'d Value, headers: &HeaderMap) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, header) in response["headers"].as_object().into_iter().flatten() {
        let header = resolved(check, header);
        match headers.get(name).and_then(|value| value.to_str().ok()) {
            None if header["required"] == true => faults.push(format!("the header `{name}` is missing")),
            None => {}
            Some(text) => {
                let value = typed(text, &header["schema"]);
                let found = check.mismatches(&header["schema"], &value);
                faults.extend(found.iter().map(|mismatch| format!("the header `{name}`: {mismatch}")));
            }
        }
    }
    faults
}

/// A header's text as the value that its schema means.
fn typed(text: &str, schema: &Value) -> Value {
    let parsed = match schema["type"].as_str() {
        Some("integer" | "number" | "boolean") => serde_json::from_str(text).ok(),
        _ => None,
    };
    parsed.unwrap_or_else(|| text.into())
}

fn content<'d>(
    check: &SchemaCheck<'d>,
    response: &'d Value,
    headers: &HeaderMap,
    body: &[u8],
) -> Vec<String> {
    // Of an answer made by hand the document knows only the status.
    let Some(documented) = response["content"].as_object().filter(|content| !content.is_empty()) else {
        return Vec::new();
    };
    let header = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let Some(media) = header.map(essence) else {
        let is_text = documented.keys().any(|media| !is_json(&essence(media)));
        let fault =
            format!("the answer has no content type, the document tells {}", listed(documented.keys()));
        return if body.is_empty() && is_text { Vec::new() } else { vec![fault] };
    };
    let Some((_, object)) = documented.iter().find(|(range, _)| covers(&essence(range), &media)) else {
        return vec![format!(
            "the content type `{media}` is not documented, only {}",
            listed(documented.keys())
        )];
    };
    let found = match (object.get("schema"), object.get("itemSchema")) {
        (Some(schema), _) if is_json(&media) => json(check, schema, body),
        (_, Some(schema)) if media == "text/event-stream" => events(check, schema, body),
        (_, Some(schema)) => lines(check, schema, body),
        _ => Vec::new(),
    };
    found.into_iter().map(|fault| format!("the body: {fault}")).collect()
}

fn listed<'k>(keys: impl Iterator<Item = &'k String>) -> String {
    format!("`{}`", keys.map(String::as_str).collect::<Vec<_>>().join("`, `"))
}

/// A media type without its parameters.
fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_json(media: &str) -> bool {
    media == "application/json" || media.ends_with("+json")
}

/// Whether a documented media type, or range of such, is that of the answer.
fn covers(range: &str, media: &str) -> bool {
    let prefix = range.strip_suffix('*');
    range == media || range == "*/*" || prefix.is_some_and(|prefix| media.starts_with(prefix))
}

fn json(check: &SchemaCheck<'_>, schema: &Value, body: &[u8]) -> Vec<String> {
    match serde_json::from_slice(body) {
        Ok(value) => check.mismatches(schema, &value).iter().map(ToString::to_string).collect(),
        Err(error) => vec![format!("it is no JSON: {error}")],
    }
}

fn lines(check: &SchemaCheck<'_>, schema: &Value, body: &[u8]) -> Vec<String> {
    let lines = body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).enumerate();
    lines
        .flat_map(|(index, line)| {
            json(check, schema, line).into_iter().map(move |fault| format!("line {}: {fault}", index + 1))
        })
        .collect()
}

/// Server-sent events, each as the object that its schema describes.
fn events(check: &SchemaCheck<'_>, schema: &Value, body: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(body).replace("\r\n", "\n");
    let events = text.split("\n\n").filter_map(event).enumerate();
    events
        .flat_map(|(index, event)| {
            let found = check.mismatches(schema, &event);
            found.into_iter().map(move |mismatch| format!("event {}: {mismatch}", index + 1))
        })
        .collect()
}

/// The fields of one event; `None` for a comment, which keeps the connection alive.
fn event(text: &str) -> Option<Value> {
    let mut event = serde_json::Map::new();
    for line in text.lines() {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match (field, event.get_mut(field)) {
            ("", _) => {}
            ("data", Some(Value::String(data))) => *data = format!("{data}\n{value}"),
            ("retry", _) => {
                _ = event.insert(field.into(), value.parse::<u64>().map_or(value.into(), Value::from))
            }
            _ => _ = event.insert(field.into(), value.into()),
        }
    }
    (!event.is_empty()).then(|| event.into())
}
