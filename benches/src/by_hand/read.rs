//! W2, W3 and W7.

use std::borrow::Cow;

use hyper::body::Incoming;
use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::answer::{Response, json, text};

#[derive(Serialize)]
struct Greeting {
    message: String,
    number: u32,
}

pub(super) fn greeting() -> Response {
    json(200, 64, &Greeting { message: "Hello, World!".to_owned(), number: 42 })
}

#[derive(Serialize)]
struct Found {
    item_id: u64,
    q: Option<String>,
    limit: u32,
    token: String,
}

pub(super) fn item(request: &hyper::Request<Incoming>) -> Response {
    match found(request) {
        Some(found) => json(200, 128, &found),
        None => text(422, "Unprocessable Content"),
    }
}

fn found(request: &hyper::Request<Incoming>) -> Option<Found> {
    let item_id = request.uri().path().strip_prefix("/items/")?.parse().ok().filter(|id| *id >= 1)?;
    let (mut q, mut limit) = (None, 10);
    for pair in request.uri().query().unwrap_or_default().split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match name {
            "q" => q = Some(decode(value)?.into_owned()),
            "limit" => limit = value.parse().ok()?,
            _ => {}
        }
    }
    let token = request.headers().get("x-token")?.to_str().ok()?;
    let valid = q.as_ref().is_none_or(|q| (3..=50).contains(&q.chars().count()))
        && (1..=100).contains(&limit)
        && token.chars().count() >= 8;
    valid.then(|| Found { item_id, q, limit, token: token.to_owned() })
}

fn decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('+') {
        return percent_decode_str(text).decode_utf8().ok();
    }
    let spaced = text.replace('+', " ");
    Some(percent_decode_str(&spaced).decode_utf8().ok()?.into_owned().into())
}
