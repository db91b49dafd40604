//! jiff's dates, times and durations.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Span, Timestamp};

super::named::text_fields! {
    Timestamp:
        "datetime_type" "Input should be a valid datetime",
        "datetime_parsing" "Input should be a valid datetime, {}";
    DateTime:
        "datetime_type" "Input should be a valid datetime",
        "datetime_parsing" "Input should be a valid datetime, {}";
    Date:
        "date_type" "Input should be a valid date",
        "date_parsing" "Input should be a valid date in the format YYYY-MM-DD, {}";
    Time:
        "time_type" "Input should be a valid time",
        "time_parsing" "Input should be in a valid time format, {}";
    SignedDuration:
        "time_delta_type" "Input should be a valid timedelta",
        "time_delta_parsing" "Input should be a valid timedelta, {}";
    Span:
        "time_delta_type" "Input should be a valid timedelta",
        "time_delta_parsing" "Input should be a valid timedelta, {}";
}
