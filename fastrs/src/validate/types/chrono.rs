//! chrono's dates and times.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

super::named::text_fields! {
    DateTime<Utc>:
        "datetime_type" "Input should be a valid datetime",
        "datetime_parsing" "Input should be a valid datetime, {}";
    DateTime<FixedOffset>:
        "datetime_type" "Input should be a valid datetime",
        "datetime_parsing" "Input should be a valid datetime, {}";
    NaiveDateTime:
        "datetime_type" "Input should be a valid datetime",
        "datetime_parsing" "Input should be a valid datetime, {}";
    NaiveDate:
        "date_type" "Input should be a valid date",
        "date_parsing" "Input should be a valid date in the format YYYY-MM-DD, {}";
    NaiveTime:
        "time_type" "Input should be a valid time",
        "time_parsing" "Input should be in a valid time format, {}";
}
