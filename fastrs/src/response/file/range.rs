//! The `Range` header (RFC 9110, section 14.2).

use std::ops::Range;

/// What a client asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ranges {
    /// The whole.
    Whole,
    /// These parts, in order, none touching another.
    Parts(Vec<Range<u64>>),
    /// Nothing that is in the file.
    Outside,
    /// Nobody can say; what is wrong, in Starlette's words.
    Malformed(&'static str),
}

/// Who asks for more parts than this asks for work, not for a file.
const MOST: usize = 64;

impl Ranges {
    pub(super) fn parse(header: &[u8], size: u64) -> Self {
        let Some((unit, list)) = std::str::from_utf8(header).ok().and_then(|text| text.split_once('='))
        else {
            return Self::Malformed("Malformed range header.");
        };
        // RFC 9110 would have us send the whole. FastAPI refuses, and a client learns sooner that it gets no `items`.
        if !unit.trim().eq_ignore_ascii_case("bytes") {
            return Self::Malformed("Only support bytes range");
        }
        let asked: Vec<Range<u64>> =
            list.split(',').filter_map(|range| parse_one(range.trim(), size)).collect();
        if asked.is_empty() {
            return Self::Malformed("Range header: range must be requested");
        }
        let mut inside: Vec<Range<u64>> = asked.into_iter().filter(|range| range.start < size).collect();
        if inside.is_empty() {
            return Self::Outside;
        }
        if inside.iter().any(Range::is_empty) {
            return Self::Malformed("Range header: start must be less than end");
        }
        inside.sort_by_key(|range| range.start);
        let parts = merged(inside);
        if parts.len() > MOST { Self::Whole } else { Self::Parts(parts) }
    }
}

/// `0-3`, `5-` or `-3`; the end of what comes back is beyond the last byte.
fn parse_one(range: &str, size: u64) -> Option<Range<u64>> {
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // What is too large for a number is larger than any file.
        digits.then(|| text.parse().unwrap_or(u64::MAX))
    };
    let (start, end) = range.split_once('-')?;
    Some(match (start.trim(), end.trim()) {
        ("", count) => size.saturating_sub(number(count)?)..size,
        (start, "") => number(start)?..size,
        (start, last) => number(start)?..number(last)?.saturating_add(1).min(size),
    })
}

fn merged(sorted: Vec<Range<u64>>) -> Vec<Range<u64>> {
    let mut parts: Vec<Range<u64>> = Vec::new();
    for range in sorted {
        match parts.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => parts.push(range),
        }
    }
    parts
}
