//! jiff's dates, times and durations.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Span, Timestamp};

use crate::validate::Issue;
use crate::validate::clock::{self, OffsetTime, Zone, parse_duration, read_date, read_moment, read_time};

super::read::read_fields! {
    Date: date, |date| date.year() > 0, "date_type" "Input should be a valid date";
    Time: time, |_| true, "time_type" "Input should be a valid time";
    DateTime: naive, |moment| moment.year() > 0, "datetime_type" "Input should be a valid datetime";
    Timestamp: timestamp, |_| true, "datetime_type" "Input should be a valid datetime";
    SignedDuration: duration, |_| true, "time_delta_type" "Input should be a valid timedelta";
}

super::named::text_fields! {
    Span:
        "time_delta_type" "Input should be a valid timedelta",
        "time_delta_parsing" "Input should be a valid timedelta, {}";
}

/// A date is at most the year 9999, and its parts are small.
fn date_of(date: clock::Date) -> Option<Date> {
    Date::new(date.year.try_into().ok()?, date.month.try_into().ok()?, date.day.try_into().ok()?).ok()
}

fn time_of(time: clock::Time) -> Option<Time> {
    let (hour, minute, second) =
        (time.hour.try_into().ok()?, time.minute.try_into().ok()?, time.second.try_into().ok()?);
    Time::new(hour, minute, second, i32::try_from(time.microsecond).ok()? * 1000).ok()
}

fn date(text: &str) -> Result<Date, Issue> {
    date_of(read_date(text)?).ok_or_else(|| Issue::date_parsing("date is out of range"))
}

fn time(text: &str) -> Result<Time, Issue> {
    match read_time(text)? {
        OffsetTime { offset: Some(_), .. } => Err(Issue::timezone_naive()),
        OffsetTime { time, .. } => time_of(time).ok_or_else(|| Issue::time_parsing("time is out of range")),
    }
}

fn moment(text: &str, zone: Zone) -> Result<(DateTime, Option<i32>), Issue> {
    let moment = read_moment(text, zone)?;
    let local = date_of(moment.date).zip(time_of(moment.time)).map(|(date, time)| date.to_datetime(time));
    Ok((local.ok_or_else(|| Issue::datetime_parsing("date is out of range"))?, moment.offset))
}

fn naive(text: &str) -> Result<DateTime, Issue> {
    moment(text, Zone::NoOffset).map(|(local, _)| local)
}

fn timestamp(text: &str) -> Result<Timestamp, Issue> {
    let (local, offset) = moment(text, Zone::Offset)?;
    let offset = offset.and_then(|seconds| Offset::from_seconds(seconds).ok());
    let moment = offset.and_then(|offset| offset.to_timestamp(local).ok());
    moment.ok_or_else(|| Issue::datetime_parsing("date is out of range"))
}

fn duration(text: &str) -> Result<SignedDuration, Issue> {
    let micros = parse_duration(text).map_err(Issue::time_delta_parsing)?;
    let seconds = i64::try_from(micros.div_euclid(1_000_000)).unwrap_or_default();
    let nanos = i32::try_from(micros.rem_euclid(1_000_000)).unwrap_or_default() * 1000;
    Ok(SignedDuration::from_secs(seconds).saturating_add(SignedDuration::from_nanos(nanos.into())))
}
