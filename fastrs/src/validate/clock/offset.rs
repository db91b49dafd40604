//! A time of day with its distance from UTC: `15:30:00Z`, `15:30+05:30`.

use super::digits::{one, two};
use super::time::Time;
use super::{Reason, TOO_LONG};
use crate::validate::Issue;

/// A time of day, with its distance from UTC in seconds if it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct OffsetTime {
    pub(crate) time: Time,
    pub(crate) offset: Option<i32>,
}

/// The time that `text` says.
pub(crate) fn read_time(text: &str) -> Result<OffsetTime, Issue> {
    OffsetTime::parse(text.as_bytes()).map_err(Issue::time_parsing)
}

impl OffsetTime {
    /// The time that `text` says; digits beyond microseconds are cut off.
    pub(super) fn parse(text: &[u8]) -> Result<Self, Reason> {
        let (time, length) = Time::of_day(text)?;
        let (offset, length) = match text.get(length) {
            None => (None, length),
            Some(b'Z' | b'z') => (Some(0), length + 1),
            Some(_) => offset(text, length)?,
        };
        if text.len() > length {
            return Err(TOO_LONG);
        }
        Ok(Self { time, offset })
    }
}

/// The offset from `start`, `+05:30` or `-0530`, and where it ends.
fn offset(text: &[u8], start: usize) -> Result<(Option<i32>, usize), Reason> {
    const MINUS: &[u8] = "\u{2212}".as_bytes();
    let (sign, start) = match &text[start..] {
        [b'+', ..] => (1, start + 1),
        [b'-', ..] => (-1, start + 1),
        rest if rest.starts_with(MINUS) => (-1, start + MINUS.len()),
        _ => return Err("invalid timezone sign"),
    };
    let hours = two(text, start, "invalid timezone hour")?;
    let minutes_at = if text.get(start + 2) == Some(&b':') { start + 3 } else { start + 2 };
    let reason = "invalid timezone minute";
    let minutes = one(text, minutes_at, reason)? * 10 + one(text, minutes_at + 1, reason)?;
    if minutes > 59 {
        return Err("timezone minute value is outside expected range of 0-59");
    }
    if hours > 23 {
        return Err("timezone offset must be less than 24 hours");
    }
    Ok((Some(sign * (hours * 3600 + minutes * 60).cast_signed()), minutes_at + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<(u32, u32, u32, u32, Option<i32>), Reason>) {
        let found = OffsetTime::parse(text.as_bytes()).map(|OffsetTime { time, offset }| {
            (time.hour, time.minute, time.second, time.microsecond, offset)
        });
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn times_are_read_as_pydantic_does() {
        check("15:30", Ok((15, 30, 0, 0, None)));
        check("15:30:01.5", Ok((15, 30, 1, 500_000, None)));
        check("15:30:01,1234567Z", Ok((15, 30, 1, 123_456, Some(0))));
        check("15:30+05:30", Ok((15, 30, 0, 0, Some(19_800))));
        check("15:30:00-0530", Ok((15, 30, 0, 0, Some(-19_800))));
        check("15:30\u{2212}05:30", Ok((15, 30, 0, 0, Some(-19_800))));
        check("", Err("input is too short"));
        check("1:00:00", Err("invalid character in hour"));
        check("24:00", Err("hour value is outside expected range of 0-23"));
        check("10:60", Err("minute value is outside expected range of 0-59"));
        check("10-00", Err("invalid time separator, expected `:`"));
        check("10:00:", Err("invalid character in second"));
        check("10:00:60", Err("second value is outside expected range of 0-59"));
        check("10:00:00.", Err("second fraction digits missing after `.`"));
        check("10:00 Z", Err("invalid timezone sign"));
        check("10:00+5", Err("invalid timezone hour"));
        check("10:00+05", Err("invalid timezone minute"));
        check("10:00+24:00", Err("timezone offset must be less than 24 hours"));
        check("10:00Zx", Err(TOO_LONG));
    }
}
