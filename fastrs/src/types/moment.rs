//! A date with a time, with or without an offset.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::json::WriteJson;
use crate::validate::clock::Zone;
use crate::validate::{At, Field, Issue, Rules, ValidationErrors, chrono_moment, kind, single};

/// A date with a time of which the client says whether it has an offset from UTC: FastAPI's `datetime`.
///
/// Where you know which it is, say so: `DateTime<Utc>` is pydantic's `AwareDatetime`, `NaiveDateTime` its
/// `NaiveDatetime`.
///
/// ```
/// use fastrs::Moment;
///
/// let read = |text: &str| serde_json::from_value::<Moment>(text.into());
/// assert!(matches!(read("2024-02-29T12:30").unwrap(), Moment::Naive(_)));
/// assert!(matches!(read("2024-02-29T12:30+01:00").unwrap(), Moment::Aware(_)));
/// assert!(read("tomorrow").is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Without an offset: the time on some wall.
    Naive(NaiveDateTime),
    /// With an offset.
    Aware(DateTime<FixedOffset>),
}

impl Moment {
    fn read(text: &str) -> Result<Self, Issue> {
        let (local, offset) = chrono_moment(text, Zone::Either)?;
        let aware = offset.and_then(|offset| local.and_local_timezone(offset).single());
        Ok(aware.map_or(Self::Naive(local), Self::Aware))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Naive(moment) => moment.serialize(serializer),
            Self::Aware(moment) => moment.serialize(serializer),
        }
    }
}

impl WriteJson for Moment {
    fn write_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        serde_json::to_writer(out, self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::read(&text).map_err(|issue| serde::de::Error::custom(issue.msg))
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time" })
    }
}

impl Field for Moment {
    type Kind = kind::Scalar;

    fn is_valid(&self, _: &Rules) -> bool {
        true
    }

    fn explain(input: &Value, _: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
        let input = single(input, at);
        let issue = match input {
            Value::String(text) => Self::read(text).err(),
            _ => Some(Issue::wrong_type("datetime_type", "datetime")),
        };
        if let Some(issue) = issue {
            errors.push(at, issue, input);
        }
    }

    fn from_text(text: &str) -> Option<Self> {
        Self::read(text).ok()
    }
}
