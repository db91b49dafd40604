//! A duration: `P3DT12H30M5S` (ISO 8601), `1 day, 2:00:00`, `25:00:00`.

use super::time::Time;
use super::{Reason, TOO_LONG, TOO_SHORT};

/// The longest duration, in microseconds: 999,999,999 days and what is left of another.
pub(crate) const MAX_MICROS: i128 = 1_000_000_000 * DAY - 1;
pub(crate) const TOO_MANY_DAYS: Reason = "durations may not exceed 999,999,999 days";

const SECOND: i128 = 1_000_000;
const DAY: i128 = 86_400 * SECOND;
const TOO_MANY_HOURS: Reason = "durations may not exceed 999,999,999 hours";
const NO_DAYS: Reason = "\"day\" identifier in duration not correctly formatted";

/// The microseconds of the duration that `text` says.
///
/// A year has 365 days and a month 30.
pub(crate) fn parse(text: &str) -> Result<i128, Reason> {
    let (sign, text) = match text.as_bytes() {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] | rest => (1, rest),
    };
    let micros = match text {
        [] => return Err(TOO_SHORT),
        [b'P', rest @ ..] => iso(rest)?,
        _ if text.len() < 5 || text.iter().any(|byte| matches!(byte, b'd' | b'D')) => days_and_time(text)?,
        _ => clock(text)?,
    };
    if micros > MAX_MICROS { Err(TOO_MANY_DAYS) } else { Ok(sign * micros) }
}

/// ISO 8601 after its `P`.
fn iso(mut text: &[u8]) -> Result<i128, Reason> {
    let is_short = text.len() < 2;
    let (mut in_time, mut had_fraction, mut total) = (false, false, 0_i128);
    while let Some(first) = text.first() {
        if *first == b'T' {
            if in_time {
                return Err("`t` character repeated in duration");
            }
            in_time = true;
            text = &text[1..];
            continue;
        }
        let (whole, fraction, rest) = quantity(text)?;
        if had_fraction {
            return Err("quantity fraction invalid in duration");
        }
        had_fraction = fraction.is_some();
        let unit = unit(rest.first(), in_time)?;
        total += whole * unit + (fraction.unwrap_or_default() * unit as f64).round() as i128;
        text = &rest[1..];
    }
    // `P` and `PT` say nothing.
    if is_short { Err(TOO_SHORT) } else { Ok(total) }
}

const DATE_UNIT: Reason = "quantity invalid in date part of duration";

fn unit(letter: Option<&u8>, in_time: bool) -> Result<i128, Reason> {
    Ok(match (in_time, letter) {
        (false, Some(b'Y')) => 365 * DAY,
        (false, Some(b'M')) => 30 * DAY,
        (false, Some(b'W')) => 7 * DAY,
        (false, Some(b'D')) => DAY,
        (true, Some(b'H')) => 3600 * SECOND,
        (true, Some(b'M')) => 60 * SECOND,
        (true, Some(b'S')) => SECOND,
        (false, _) => return Err(DATE_UNIT),
        (true, _) => return Err("quantity invalid in time part of duration"),
    })
}

/// A whole number, the fraction behind it, and what follows.
fn quantity(text: &[u8]) -> Result<(i128, Option<f64>, &[u8]), Reason> {
    let (whole, rest) = number(text)?;
    let [b'.' | b',', rest @ ..] = rest else { return Ok((whole, None, rest)) };
    let (digits, rest) = rest.split_at(rest.iter().take_while(|byte| byte.is_ascii_digit()).count());
    let decimals = std::str::from_utf8(digits).unwrap_or_default();
    Ok((whole, Some(format!("0.{decimals}").parse().unwrap_or_default()), rest))
}

fn number(text: &[u8]) -> Result<(i128, &[u8]), Reason> {
    let (digits, rest) = text.split_at(text.iter().take_while(|byte| byte.is_ascii_digit()).count());
    if digits.is_empty() {
        return Err("invalid digit in duration");
    }
    let number = std::str::from_utf8(digits).unwrap_or_default().parse::<u32>();
    Ok((number.map_err(|_| "a numeric value in the duration is too large")?.into(), rest))
}

/// `3d`, `3 days`, `1 day, 2:00:00`.
fn days_and_time(text: &[u8]) -> Result<i128, Reason> {
    let (days, rest) = number(text)?;
    let rest = rest.strip_prefix(b" ").unwrap_or(rest);
    let [b'd' | b'D', rest @ ..] = rest else { return Err(NO_DAYS) };
    let words: [&[u8]; 4] = [b"ays", b"ay", b"AYS", b"AY"];
    let rest = match words.iter().find_map(|word| rest.strip_prefix(*word)) {
        Some(rest) => rest,
        None if matches!(rest, [b'a' | b'A', ..]) => return Err(NO_DAYS),
        None => rest,
    };
    let rest = rest.strip_prefix(b",").unwrap_or(rest);
    let rest = rest.strip_prefix(b" ").unwrap_or(rest);
    if rest.is_empty() {
        return Ok(days * DAY);
    }
    let time = clock(rest)?;
    if time >= DAY { Err(TOO_MANY_HOURS) } else { Ok(days * DAY + time) }
}

/// `25:00:00`: hours may be more than a day's.
fn clock(text: &[u8]) -> Result<i128, Reason> {
    const HOUR: Reason = "invalid character in hour";
    const MOST_HOURS: u64 = 2_400_000_000;
    if text.len() < 5 {
        return Err(TOO_SHORT);
    }
    let colon = text.iter().position(|byte| *byte == b':').ok_or(HOUR)?;
    let (hours, rest) = (&text[..colon], &text[colon + 1..]);
    if hours.len() > 10 {
        return Err(TOO_MANY_HOURS);
    }
    if !hours.iter().all(u8::is_ascii_digit) {
        return Err(HOUR);
    }
    let hours = hours.iter().fold(0, |hours, digit| hours * 10 + u64::from(digit - b'0'));
    if hours > MOST_HOURS {
        return Err(TOO_MANY_HOURS);
    }
    let time = [b"00:", &rest[..rest.len().min(12)]].concat();
    let (time_of_day, length) = Time::of_day(&time)?;
    if time.len() > length {
        return Err(TOO_LONG);
    }
    let seconds = u64::from(time_of_day.minute * 60 + time_of_day.second) + hours * 3600;
    Ok(i128::from(seconds) * SECOND + i128::from(time_of_day.microsecond))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, seconds: f64) {
        assert_eq!(parse(text).map(|micros| micros as f64), Ok(seconds * 1e6), "{text}");
    }

    #[track_caller]
    fn refused(text: &str, reason: Reason) {
        assert_eq!(parse(text), Err(reason), "{text}");
    }

    #[test]
    fn durations_are_read_as_pydantic_does() {
        check("P3DT12H30M5S", 304_205.0);
        check("P1W", 604_800.0);
        check("P1Y", 31_536_000.0);
        check("P1M", 2_592_000.0);
        check("P1.5D", 129_600.0);
        check("PT0.0000005S", 1e-6);
        check("-P1D", -86_400.0);
        check("P1DT", 86_400.0);
        check("1 day, 2:00:00", 93_600.0);
        check("1d 02:00:00", 93_600.0);
        check("-3 days", -259_200.0);
        check("25:00:00", 90_000.0);
        check("10:30:15.25", 37_815.25);
        check("999999999 days", 86_399_999_913_600.0);
    }

    #[test]
    fn what_is_none_has_its_reason() {
        refused("", TOO_SHORT);
        refused("P", TOO_SHORT);
        refused("PT", TOO_SHORT);
        refused("60", NO_DAYS);
        refused("1:30", NO_DAYS);
        refused("abc", "invalid digit in duration");
        refused("pt1h", "invalid digit in duration");
        refused("P1X", DATE_UNIT);
        refused("PT1D", "quantity invalid in time part of duration");
        refused("P1DTT1H", "`t` character repeated in duration");
        refused("1 02:00:00", "invalid character in hour");
        refused("1 day, 24:00:00", TOO_MANY_HOURS);
        refused("1000000000 days", TOO_MANY_DAYS);
        refused("P1000000000D", TOO_MANY_DAYS);
    }
}
