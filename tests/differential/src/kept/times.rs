//! Dates and times.

use super::excuse::excuse;
use crate::request::{Answer, Request};

/// What a bare number means depends on who wrote it: seconds, milliseconds, days.
pub fn number(request: &Request, ours: &mut Answer, theirs: &mut Answer) {
    const KINDS: [&str; 3] = ["date_type", "datetime_type", "time_type"];
    excuse(ours, theirs, |entry| {
        request.takes_json && entry["input"].is_number() && KINDS.iter().any(|kind| entry["type"] == *kind)
    });
}
