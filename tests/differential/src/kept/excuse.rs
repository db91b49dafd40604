//! Forgetting what is said of some places.

use serde_json::{Value, json};

use crate::request::Answer;

/// Takes out of both answers what is said of the places that `ours` refuses by such an entry.
pub fn excuse(ours: &mut Answer, theirs: &mut Answer, excused: impl Fn(&Value) -> bool) {
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
