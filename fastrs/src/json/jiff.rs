//! jiff's dates, times and durations, as serde writes them.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Span, Timestamp};

super::values::by_serde! { Timestamp; DateTime; Date; Time; SignedDuration; Span; }
