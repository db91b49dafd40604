//! chrono's dates and times.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

use crate::validate::Issue;
use crate::validate::clock::{Date, Moment, OffsetTime, Zone, read_date, read_moment, read_time};

super::read::read_fields! {
    NaiveDate: date, has_year, "date_type" "Input should be a valid date";
    NaiveTime: time, is_of_day, "time_type" "Input should be a valid time";
    NaiveDateTime: naive, is_moment, "datetime_type" "Input should be a valid datetime";
    DateTime<FixedOffset>: aware, is_moment, "datetime_type" "Input should be a valid datetime";
    DateTime<Utc>: utc, is_moment, "datetime_type" "Input should be a valid datetime";
}

/// In JSON chrono's own readers take years of any length, and the years before the first.
fn has_year(date: &impl Datelike) -> bool {
    (1..=9999).contains(&date.year())
}

/// Leap seconds, which chrono knows, are seconds that no clock of a client shows.
fn is_of_day(time: &impl Timelike) -> bool {
    time.nanosecond() < 1_000_000_000
}

fn is_moment(moment: &(impl Datelike + Timelike)) -> bool {
    has_year(moment) && is_of_day(moment)
}

fn date(text: &str) -> Result<NaiveDate, Issue> {
    date_of(read_date(text)?).ok_or_else(|| Issue::date_parsing("date is out of range"))
}

fn date_of(date: Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year.cast_signed(), date.month, date.day)
}

fn time(text: &str) -> Result<NaiveTime, Issue> {
    match read_time(text)? {
        OffsetTime { offset: Some(_), .. } => Err(Issue::timezone_naive()),
        OffsetTime { time, .. } => {
            NaiveTime::from_hms_micro_opt(time.hour, time.minute, time.second, time.microsecond)
                .ok_or_else(|| Issue::time_parsing("time is out of range"))
        }
    }
}

/// The moment as its own clock shows it, and that clock's distance from UTC.
pub(crate) fn moment(text: &str, zone: Zone) -> Result<(NaiveDateTime, Option<FixedOffset>), Issue> {
    let Moment { date, time, offset } = read_moment(text, zone)?;
    let local = date_of(date)
        .and_then(|date| date.and_hms_micro_opt(time.hour, time.minute, time.second, time.microsecond));
    let local = local.ok_or_else(|| Issue::datetime_parsing("date is out of range"))?;
    Ok((local, offset.and_then(FixedOffset::east_opt)))
}

fn naive(text: &str) -> Result<NaiveDateTime, Issue> {
    moment(text, Zone::NoOffset).map(|(local, _)| local)
}

fn aware(text: &str) -> Result<DateTime<FixedOffset>, Issue> {
    let (local, offset) = moment(text, Zone::Offset)?;
    let moment = offset.and_then(|offset| local.and_local_timezone(offset).single());
    moment.ok_or_else(|| Issue::datetime_parsing("date is out of range"))
}

fn utc(text: &str) -> Result<DateTime<Utc>, Issue> {
    aware(text).map(|moment| moment.to_utc())
}
