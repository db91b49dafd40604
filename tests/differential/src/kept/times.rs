//! Dates and times.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, Timelike};
use serde_json::Value;

use super::excuse::excuse;
use crate::request::{Answer, Request};

/// What a bare number means depends on who wrote it: seconds, milliseconds, days.
pub fn number(request: &Request, ours: &mut Answer, theirs: &mut Answer) {
    const KINDS: [&str; 3] = ["date_type", "datetime_type", "time_type"];
    excuse(ours, theirs, |entry| {
        request.takes_json && entry["input"].is_number() && KINDS.iter().any(|kind| entry["type"] == *kind)
    });
}

/// A time of day without a zone is `NaiveTime`; pydantic has no such type.
pub fn naive(_: &Request, ours: &mut Answer, theirs: &mut Answer) {
    let has_offset =
        |entry: &Value| entry["input"].as_str().is_some_and(|text| text.contains(['Z', '+', '-']));
    excuse(ours, theirs, |entry| entry["type"] == "timezone_naive" && has_offset(entry));
}

/// The type's own reader is asked first, and its word counts; `Moment` has none but ours.
pub fn own_reader(request: &Request, ours: &mut Answer, theirs: &mut Answer) {
    let is_read = |entry: &Value| {
        let Some(text) = entry["input"].as_str().filter(|_| request.takes_json) else { return false };
        match (entry["type"].as_str(), entry["loc"][1].as_str()) {
            (Some("time_parsing"), Some("opens")) => {
                text.parse().is_ok_and(|time: NaiveTime| is_of_day(&time))
            }
            (Some("date_from_datetime_parsing"), Some("day")) => {
                text.parse().is_ok_and(|date: NaiveDate| has_year(&date))
            }
            (Some("datetime_from_date_parsing"), Some("at")) => {
                text.parse().is_ok_and(|at: DateTime<FixedOffset>| has_year(&at) && is_of_day(&at))
            }
            _ => false,
        }
    };
    let Some(entries) = theirs.body.get_mut("detail").and_then(Value::as_array_mut) else { return };
    let all = entries.len();
    entries.retain(|entry| !is_read(entry));
    if all > 0 && entries.is_empty() && ours.status == 200 {
        theirs.clone_from(ours);
    }
}

fn has_year(date: &impl Datelike) -> bool {
    (1..=9999).contains(&date.year())
}

/// chrono also reads leap seconds.
fn is_of_day(time: &impl Timelike) -> bool {
    time.nanosecond() < 1_000_000_000
}

pub fn fraction(_: &Request, ours: &mut Answer, theirs: &mut Answer) {
    if ours.status == 200 && theirs.status == 200 {
        trim(&mut ours.body);
        trim(&mut theirs.body);
    }
}

/// Cuts all fractions of seconds to six digits, and takes the zeros off their ends.
fn trim(value: &mut Value) {
    match value {
        Value::String(text) => *text = trimmed(text).unwrap_or_else(|| std::mem::take(text)),
        Value::Array(items) => items.iter_mut().for_each(trim),
        Value::Object(members) => members.values_mut().for_each(trim),
        _ => {}
    }
}

/// `12:30:00.500Z` as `12:30:00.5Z`; `None` where there is no fraction after seconds.
fn trimmed(text: &str) -> Option<String> {
    let (whole, rest) = text.split_once('.')?;
    let seconds = whole.rsplit(':').next().filter(|seconds| seconds.len() == 2 && whole.len() >= 8)?;
    seconds.parse::<u8>().ok()?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, zone) = rest.split_at(digits);
    Some(format!("{whole}.{}{zone}", fraction[..digits.min(6)].trim_end_matches('0')))
}
