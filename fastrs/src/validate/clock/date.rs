//! A day of the calendar: `2024-02-29`.

use super::digits::{one, two};
use super::{Reason, TOO_LONG, TOO_SHORT};

/// A day of the Gregorian calendar, in the years 0 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) year: u32,
    pub(crate) month: u32,
    pub(crate) day: u32,
}

impl Date {
    /// The date that `text` says.
    pub(super) fn parse(text: &[u8]) -> Result<Self, Reason> {
        let date = Self::at_start(text)?;
        if text.len() > 10 { Err(TOO_LONG) } else { Ok(date) }
    }

    /// The date in the first ten bytes of `text`.
    pub(super) fn at_start(text: &[u8]) -> Result<Self, Reason> {
        const SEPARATOR: Reason = "invalid date separator, expected `-`";
        if text.len() < 10 {
            return Err(TOO_SHORT);
        }
        let digit = |index| one(text, index, "invalid character in year");
        let year = (0..4).try_fold(0, |year, index| Ok::<_, Reason>(year * 10 + digit(index)?))?;
        if text[4] != b'-' {
            return Err(SEPARATOR);
        }
        let month = two(text, 5, "invalid character in month")?;
        if text[7] != b'-' {
            return Err(SEPARATOR);
        }
        let day = two(text, 8, "invalid character in day")?;
        if !(1..=12).contains(&month) {
            return Err("month value is outside expected range of 1-12");
        }
        if !(1..=days_in(year, month)).contains(&day) {
            return Err("day value is outside expected range");
        }
        Ok(Self { year, month, day })
    }

    /// The date so many days after 1 January 1970.
    ///
    /// Years are counted from March, so that the leap day is the last of a year, and in eras of 400 years, which all
    /// have as many days.
    pub(super) fn from_days(days: i64) -> Self {
        const ERA: i64 = 146_097;
        let days = days + 719_468;
        let (era, of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let small = |number: i64| u32::try_from(number).unwrap_or_default();
        Self { year: small(year), month: small(month), day: small(day) }
    }
}

fn days_in(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<(u32, u32, u32), Reason>) {
        let found = Date::parse(text.as_bytes()).map(|date| (date.year, date.month, date.day));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn dates_are_read_as_pydantic_does() {
        check("2024-02-29", Ok((2024, 2, 29)));
        check("2000-02-29", Ok((2000, 2, 29)));
        check("1900-02-29", Err("day value is outside expected range"));
        check("2024-04-31", Err("day value is outside expected range"));
        check("2024-13-01", Err("month value is outside expected range of 1-12"));
        check("2024/02/29", Err("invalid date separator, expected `-`"));
        check("2024-2-29", Err(TOO_SHORT));
        check("2024-02-2é", Err("invalid character in day"));
        check("2024-02-290", Err(TOO_LONG));
    }

    #[test]
    fn days_are_counted_from_1970() {
        for (days, date) in
            [(0, (1970, 1, 1)), (-1, (1969, 12, 31)), (19_782, (2024, 2, 29)), (19_783, (2024, 3, 1))]
        {
            let found = Date::from_days(days);
            assert_eq!((found.year, found.month, found.day), date, "{days}");
        }
        let first = Date::from_days(-719_528);
        assert_eq!((first.year, first.month, first.day), (0, 1, 1));
    }
}
