//! A length of time.

use std::borrow::Cow;
use std::fmt::{Display, Formatter};
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::json::WriteJson;
use crate::validate::clock::{MAX_MICROS, TOO_MANY_DAYS, parse_duration};
use crate::validate::{At, Field, Issue, Rules, ValidationErrors, kind, single};

const SECOND: i128 = 1_000_000;

/// A length of time in microseconds, forwards or backwards, of at most 999,999,999 days: FastAPI's `timedelta`.
///
/// It is written as ISO 8601 says, `P3DT12H30M5S`, and read from that, from `3 days, 12:30:05`, and in JSON from a
/// number of seconds. A year has 365 days and a month 30.
///
/// ```
/// use fastrs::Duration;
///
/// let duration: Duration = "1 day, 2:00:00".parse().unwrap();
/// assert_eq!(duration.as_seconds(), 93_600.0);
/// assert_eq!(duration.to_string(), "P1DT2H");
/// assert_eq!(Duration::from(std::time::Duration::from_millis(90_500)).to_string(), "PT1M30.5S");
/// assert!("one day".parse::<Duration>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Duration {
    micros: i128,
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self { micros: 0 };

    /// So many microseconds.
    pub const fn from_micros(micros: i64) -> Self {
        Self { micros: micros as i128 }
    }

    /// The microseconds.
    pub const fn as_micros(&self) -> i128 {
        self.micros
    }

    /// The seconds, with a fraction.
    pub fn as_seconds(&self) -> f64 {
        self.micros as f64 / SECOND as f64
    }

    /// Whether it goes backwards.
    pub const fn is_negative(&self) -> bool {
        self.micros < 0
    }

    /// Its length, forwards.
    pub fn unsigned_abs(&self) -> std::time::Duration {
        let micros = self.micros.unsigned_abs();
        let (seconds, micros) = (micros / 1_000_000, micros % 1_000_000);
        let (seconds, nanos) = (u64::try_from(seconds), u32::try_from(micros * 1000));
        std::time::Duration::new(seconds.unwrap_or(u64::MAX), nanos.unwrap_or_default())
    }

    fn limited(micros: i128) -> Option<Self> {
        (micros.abs() <= MAX_MICROS).then_some(Self { micros })
    }

    fn from_seconds(seconds: f64) -> Option<Self> {
        let micros = (seconds * SECOND as f64).round();
        // A float beyond the limit is made the nearest i128, which is beyond it too.
        if micros.is_finite() { Self::limited(micros as i128) } else { None }
    }
}

/// Limited to 999,999,999 days.
impl From<std::time::Duration> for Duration {
    fn from(duration: std::time::Duration) -> Self {
        let micros = i128::try_from(duration.as_micros()).unwrap_or(MAX_MICROS);
        Self { micros: micros.min(MAX_MICROS) }
    }
}

/// Why a text is no [`Duration`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseDurationError(&'static str);

impl Display for ParseDurationError {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for ParseDurationError {}

impl FromStr for Duration {
    type Err = ParseDurationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse_duration(text).map(|micros| Self { micros }).map_err(ParseDurationError)
    }
}

/// ISO 8601, as pydantic writes it: whole years have 365 days.
impl Display for Duration {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let micros = self.micros.unsigned_abs();
        let (seconds, micros) = (micros / 1_000_000, micros % 1_000_000);
        let (days, of_day) = (seconds / 86_400, seconds % 86_400);
        f.write_str(if self.is_negative() { "-P" } else { "P" })?;
        let mut part =
            |count: u128, letter: char| if count == 0 { Ok(()) } else { write!(f, "{count}{letter}") };
        part(days / 365, 'Y')?;
        part(days % 365, 'D')?;
        if of_day == 0 && micros == 0 {
            return if days == 0 { f.write_str("T0S") } else { Ok(()) };
        }
        f.write_str("T")?;
        let mut part =
            |count: u128, letter: char| if count == 0 { Ok(()) } else { write!(f, "{count}{letter}") };
        part(of_day / 3600, 'H')?;
        part(of_day / 60 % 60, 'M')?;
        match (of_day % 60, micros) {
            (0, 0) => Ok(()),
            (second, 0) => write!(f, "{second}S"),
            (second, micros) => {
                let fraction = format!("{micros:06}");
                write!(f, "{second}.{}S", fraction.trim_end_matches('0'))
            }
        }
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl WriteJson for Duration {
    fn write_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        serde_json::to_writer(out, self)
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrSeconds)
    }
}

struct TextOrSeconds;

impl Visitor<'_> for TextOrSeconds {
    type Value = Duration;

    fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("a duration as ISO 8601 writes it, or a number of seconds")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Duration, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_f64<E: serde::de::Error>(self, seconds: f64) -> Result<Duration, E> {
        Duration::from_seconds(seconds).ok_or_else(|| E::custom(TOO_MANY_DAYS))
    }

    fn visit_i64<E: serde::de::Error>(self, seconds: i64) -> Result<Duration, E> {
        Duration::limited(i128::from(seconds) * SECOND).ok_or_else(|| E::custom(TOO_MANY_DAYS))
    }

    fn visit_u64<E: serde::de::Error>(self, seconds: u64) -> Result<Duration, E> {
        Duration::limited(i128::from(seconds) * SECOND).ok_or_else(|| E::custom(TOO_MANY_DAYS))
    }
}

impl JsonSchema for Duration {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "duration" })
    }
}

impl Field for Duration {
    type Kind = kind::Scalar;

    fn is_valid(&self, _: &Rules) -> bool {
        true
    }

    fn explain(input: &Value, _: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
        let input = single(input, at);
        let issue = match input {
            Value::String(text) => parse_duration(text).err().map(Issue::time_delta_parsing),
            Value::Number(number) => match number.as_f64().and_then(Self::from_seconds) {
                Some(_) => None,
                None => Some(Issue::time_delta_parsing(TOO_MANY_DAYS)),
            },
            _ => Some(Issue::wrong_type("time_delta_type", "timedelta")),
        };
        if let Some(issue) = issue {
            errors.push(at, issue, input);
        }
    }

    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, written: &str) {
        assert_eq!(text.parse::<Duration>().unwrap().to_string(), written);
    }

    #[test]
    fn durations_are_written_as_pydantic_does() {
        check("P400DT1H", "P1Y35DT1H");
        check("-PT90.5S", "-PT1M30.5S");
        check("PT0S", "PT0S");
        check("P365D", "P1Y");
        check("PT0.0000005S", "PT0.000001S");
        check("P1DT25H", "P2DT1H");
    }

    #[test]
    fn json_has_text_or_seconds() {
        let read =
            |text: &str| serde_json::from_str::<Duration>(text).map(|duration| duration.as_seconds()).ok();
        assert_eq!(read("300"), Some(300.0));
        assert_eq!(read("-60.5"), Some(-60.5));
        assert_eq!(read("\"PT1H\""), Some(3600.0));
        assert_eq!(read("1e20"), None);
        assert_eq!(read("true"), None);
    }
}
