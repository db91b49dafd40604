//! Dates, times and durations as text: the forms that pydantic reads, and its words for what is wrong.

#[cfg(any(feature = "chrono", feature = "jiff"))]
mod date;
mod digits;
mod duration;
#[cfg(any(feature = "chrono", feature = "jiff"))]
mod issues;
#[cfg(any(feature = "chrono", feature = "jiff"))]
mod moment;
#[cfg(any(feature = "chrono", feature = "jiff"))]
mod offset;
mod time;

#[cfg(any(feature = "chrono", feature = "jiff"))]
pub(crate) use date::Date;
pub(crate) use duration::{MAX_MICROS, TOO_MANY_DAYS, parse as parse_duration};
#[cfg(feature = "chrono")]
pub(crate) use moment::Moment;
#[cfg(any(feature = "chrono", feature = "jiff"))]
pub(crate) use moment::{Zone, read_date, read_moment};
#[cfg(any(feature = "chrono", feature = "jiff"))]
pub(crate) use offset::{OffsetTime, read_time};
#[cfg(feature = "jiff")]
pub(crate) use time::Time;

/// Why a text is no date, time or duration.
pub(crate) type Reason = &'static str;

const TOO_SHORT: Reason = "input is too short";
const TOO_LONG: Reason = "unexpected extra characters at the end of the input";
