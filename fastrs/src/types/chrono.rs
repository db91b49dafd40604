//! Between chrono's types and those of fastrs.

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta};

use super::{Duration, Moment};

impl From<Duration> for TimeDelta {
    fn from(duration: Duration) -> Self {
        let micros = duration.as_micros();
        let seconds = i64::try_from(micros.div_euclid(1_000_000)).unwrap_or_default();
        let nanos = u32::try_from(micros.rem_euclid(1_000_000) * 1000).unwrap_or_default();
        // A duration is at most 999,999,999 days, which a `TimeDelta` holds many times over.
        Self::new(seconds, nanos).unwrap_or_default()
    }
}

/// Limited to what an `i64` counts in microseconds: 292,000 years.
impl From<TimeDelta> for Duration {
    fn from(delta: TimeDelta) -> Self {
        let limit = if delta < TimeDelta::zero() { i64::MIN } else { i64::MAX };
        Self::from_micros(delta.num_microseconds().unwrap_or(limit))
    }
}

impl From<NaiveDateTime> for Moment {
    fn from(moment: NaiveDateTime) -> Self {
        Self::Naive(moment)
    }
}

impl From<DateTime<FixedOffset>> for Moment {
    fn from(moment: DateTime<FixedOffset>) -> Self {
        Self::Aware(moment)
    }
}
