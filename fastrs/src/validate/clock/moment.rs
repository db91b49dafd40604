//! A date with a time, or the Unix time of one.

use super::time::Time;
use super::{Date, OffsetTime, Reason};
use crate::validate::Issue;

/// A date with a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) date: Date,
    pub(crate) time: Time,
    /// The distance from UTC in seconds, if it was given.
    pub(crate) offset: Option<i32>,
}

/// Whether a moment shall have an offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zone {
    /// Only `fastrs::Moment`, which is chrono's, can be either.
    #[cfg(any(feature = "chrono", test))]
    Either,
    Offset,
    NoOffset,
}

const YEAR_ZERO: Reason = "year 0 is out of range";

/// The moment that `text` says: RFC 3339, a little more (a space for the `T`, no seconds, no offset, a date alone),
/// or Unix time in seconds or milliseconds.
pub(crate) fn read_moment(text: &str, zone: Zone) -> Result<Moment, Issue> {
    let moment = parse(text).or_else(|unread| match Date::parse(text.as_bytes()) {
        Ok(date) => Ok(Moment { date, time: Time::default(), offset: None }),
        // Of a number, what is wrong with the date is the number.
        Err(reason) => Err(Issue::datetime_from_date_parsing(if is_number(text) { unread } else { reason })),
    })?;
    match (zone, moment.offset) {
        (Zone::Offset, None) => Err(Issue::timezone_aware()),
        (Zone::NoOffset, Some(_)) => Err(Issue::timezone_naive()),
        _ if moment.date.year == 0 => Err(Issue::datetime_parsing(YEAR_ZERO)),
        _ => Ok(moment),
    }
}

/// The date that `text` says, if it is one or the midnight of one.
pub(crate) fn read_date(text: &str) -> Result<Date, Issue> {
    let date = match Date::parse(text.as_bytes()) {
        Ok(date) => date,
        Err(_) => match parse(text) {
            Ok(moment) if moment.date.year == 0 => moment.date,
            Ok(moment) if moment.time == Time::default() => moment.date,
            Ok(_) => return Err(Issue::date_from_datetime_inexact()),
            Err(reason) => return Err(Issue::date_from_datetime_parsing(reason)),
        },
    };
    if date.year == 0 { Err(Issue::date_parsing(YEAR_ZERO)) } else { Ok(date) }
}

fn parse(text: &str) -> Result<Moment, Reason> {
    let reason = match written(text.as_bytes()) {
        Ok(moment) => return Ok(moment),
        Err(reason) => reason,
    };
    if let Ok(number) = text.parse::<i64>() {
        return from_number(number);
    }
    // Only a point makes a number with a fraction: `1e9` is none.
    match text.parse::<f64>() {
        Ok(number) if is_number(text) => from_float(number),
        _ => Err(reason),
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn written(text: &[u8]) -> Result<Moment, Reason> {
    let date = Date::at_start(text)?;
    if !matches!(text.get(10), Some(b'T' | b't' | b' ' | b'_')) {
        return Err("invalid datetime separator, expected `T`, `t`, `_` or space");
    }
    let OffsetTime { time, offset } = OffsetTime::parse(&text[11..])?;
    Ok(Moment { date, time, offset })
}

/// Numbers above this are milliseconds: as seconds they would be later than the year 2603.
const MOST_SECONDS: i64 = 20_000_000_000;

fn from_number(number: i64) -> Result<Moment, Reason> {
    if number.unsigned_abs() <= MOST_SECONDS.unsigned_abs() {
        return from_unix(number, 0);
    }
    let millis = u32::try_from(number.rem_euclid(1000)).unwrap_or_default();
    from_unix(number.div_euclid(1000), millis * 1000)
}

fn from_float(number: f64) -> Result<Moment, Reason> {
    let seconds = if number.abs() > MOST_SECONDS as f64 { number / 1000.0 } else { number };
    let whole = seconds.floor();
    let micros = ((seconds - whole) * 1e6).round() as u32;
    from_unix(whole as i64 + i64::from(micros / 1_000_000), micros % 1_000_000)
}

fn from_unix(seconds: i64, microsecond: u32) -> Result<Moment, Reason> {
    const FIRST: i64 = -62_167_219_200;
    const LAST: i64 = 253_402_300_799;
    if seconds < FIRST {
        return Err("dates before 0000 are not supported as unix timestamps");
    }
    if seconds > LAST {
        return Err("dates after 9999 are not supported as unix timestamps");
    }
    let of_day = u32::try_from(seconds.rem_euclid(86_400)).unwrap_or_default();
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    let time = Time { hour, minute, second, microsecond };
    Ok(Moment { date: Date::from_days(seconds.div_euclid(86_400)), time, offset: Some(0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check<T: std::fmt::Debug>(found: Result<T, Issue>, expected: &str) {
        let told = match found {
            Ok(value) => format!("{value:?}"),
            Err(issue) => {
                let reason =
                    issue.ctx.first().map(|(_, reason)| reason.as_str().unwrap_or_default().to_owned());
                format!("{}: {}", issue.kind, reason.unwrap_or_default())
            }
        };
        assert!(told.starts_with(expected), "{told}");
    }

    #[test]
    fn a_date_may_be_the_midnight_of_one() {
        for text in [
            "2024-02-29",
            "2024-02-29T00:00",
            "2024-02-29 00:00:00+01:00",
            "1709164800",
            "1709164800.0",
            "1709164800000",
        ] {
            check(read_date(text), "Date { year: 2024, month: 2, day: 29 }");
        }
        check(read_date("-86400"), "Date { year: 1969, month: 12, day: 31 }");
        check(read_date("2024-02-29T00:00:01"), "date_from_datetime_inexact: ");
        check(read_date("20240229"), "date_from_datetime_inexact: ");
        check(read_date("2024-2-9"), "date_from_datetime_parsing: input is too short");
        check(read_date("2024-02-29x"), "date_from_datetime_parsing: invalid datetime separator");
        check(read_date("2024-02-29T25:00"), "date_from_datetime_parsing: hour value is outside");
        check(read_date("0000-01-01"), "date_parsing: year 0 is out of range");
        check(read_date("99999999999999999"), "date_from_datetime_parsing: dates after 9999");
    }

    #[test]
    fn a_moment_may_be_a_date_or_unix_time() {
        check(
            read_moment("2024-02-29", Zone::Either),
            "Moment { date: Date { year: 2024, month: 2, day: 29 }, time: Time { hour: 0",
        );
        check(
            read_moment("1709164800.5", Zone::Either),
            "Moment { date: Date { year: 2024, month: 2, day: 29 }",
        );
        check(
            read_moment("2024-02-29T24:00", Zone::Either),
            "datetime_from_date_parsing: unexpected extra characters",
        );
        check(read_moment("1e9", Zone::Either), "datetime_from_date_parsing: input is too short");
        check(
            read_moment("not a date", Zone::Either),
            "datetime_from_date_parsing: invalid character in year",
        );
        check(read_moment("0000-01-01T00:00", Zone::Either), "datetime_parsing: year 0 is out of range");
        check(read_moment("99999999999999999", Zone::Either), "datetime_from_date_parsing: dates after 9999");
        check(read_moment("0000-01-01", Zone::Offset), "timezone_aware");
        check(read_moment("0000-01-01T00:00Z", Zone::NoOffset), "timezone_naive");
    }
}
