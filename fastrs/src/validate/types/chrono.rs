//! chrono's dates and times.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use crate::validate::Issue;
use crate::validate::clock::{Date, Moment, OffsetTime, read_date, read_moment, read_time};

super::read::read_fields! {
    NaiveDate: date, "date_type" "Input should be a valid date";
    NaiveTime: time, "time_type" "Input should be a valid time";
    NaiveDateTime: naive, "datetime_type" "Input should be a valid datetime";
    DateTime<FixedOffset>: aware, "datetime_type" "Input should be a valid datetime";
    DateTime<Utc>: utc, "datetime_type" "Input should be a valid datetime";
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
pub(crate) fn moment(text: &str) -> Result<(NaiveDateTime, Option<FixedOffset>), Issue> {
    let Moment { date, time, offset } = read_moment(text)?;
    let local = date_of(date)
        .and_then(|date| date.and_hms_micro_opt(time.hour, time.minute, time.second, time.microsecond));
    let local = local.ok_or_else(|| Issue::datetime_parsing("date is out of range"))?;
    Ok((local, offset.and_then(FixedOffset::east_opt)))
}

fn naive(text: &str) -> Result<NaiveDateTime, Issue> {
    match moment(text)? {
        (local, None) => Ok(local),
        (_, Some(_)) => Err(Issue::timezone_naive()),
    }
}

fn aware(text: &str) -> Result<DateTime<FixedOffset>, Issue> {
    let (local, offset) = moment(text)?;
    let offset = offset.ok_or_else(Issue::timezone_aware)?;
    let moment = local.and_local_timezone(offset).single();
    moment.ok_or_else(|| Issue::datetime_parsing("date is out of range"))
}

fn utc(text: &str) -> Result<DateTime<Utc>, Issue> {
    aware(text).map(|moment| moment.to_utc())
}
