//! A time of day: `15:30`, `15:30:00.25`.

use super::digits::two;
use super::{Reason, TOO_SHORT};

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Time {
    pub(crate) hour: u32,
    pub(crate) minute: u32,
    pub(crate) second: u32,
    pub(crate) microsecond: u32,
}

impl Time {
    /// The time at the beginning of `text`, and its length.
    pub(super) fn of_day(text: &[u8]) -> Result<(Self, usize), Reason> {
        if text.len() < 5 {
            return Err(TOO_SHORT);
        }
        let hour = two(text, 0, "invalid character in hour")?;
        if text[2] != b':' {
            return Err("invalid time separator, expected `:`");
        }
        let minute = two(text, 3, "invalid character in minute")?;
        if hour > 23 {
            return Err("hour value is outside expected range of 0-23");
        }
        if minute > 59 {
            return Err("minute value is outside expected range of 0-59");
        }
        let time = Self { hour, minute, ..Self::default() };
        if text.get(5) != Some(&b':') {
            return Ok((time, 5));
        }
        let second = two(text, 6, "invalid character in second")?;
        if second > 59 {
            return Err("second value is outside expected range of 0-59");
        }
        let (microsecond, length) = fraction(text)?;
        Ok((Self { second, microsecond, ..time }, length))
    }
}

/// The microseconds behind `15:30:00`, and where they end.
fn fraction(text: &[u8]) -> Result<(u32, usize), Reason> {
    if !matches!(text.get(8), Some(b'.' | b',')) {
        return Ok((0, 8));
    }
    let digits = text[9..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 {
        return Err("second fraction digits missing after `.`");
    }
    let digit = |index: usize| if index < digits { u32::from(text[9 + index] - b'0') } else { 0 };
    Ok(((0..6).fold(0, |micros, index| micros * 10 + digit(index)), 9 + digits))
}
