//! A UUID of one version.

use std::borrow::Cow;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use uuid::Uuid;

use crate::json::WriteJson;
use crate::validate::{At, Field, Issue, Rules, ValidationErrors, kind, single};

/// A UUID of the given version (RFC 9562): [`Uuid4`] and [`Uuid7`] are the usual ones.
///
/// Any UUID whatever is `uuid::Uuid`.
///
/// ```
/// use fastrs::Uuid4;
///
/// let read = |text: &str| serde_json::from_value::<Uuid4>(text.into());
/// assert!(read("9c5b94b1-35ad-49bb-b118-8e8fc24abf80").is_ok());
/// assert!(read("12345678-1234-1678-9234-567812345678").is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VersionedUuid<const VERSION: usize>(Uuid);

/// A random UUID.
pub type Uuid4 = VersionedUuid<4>;

/// A UUID that begins with the time it was made.
pub type Uuid7 = VersionedUuid<7>;

impl<const VERSION: usize> VersionedUuid<VERSION> {
    /// The UUID, if it is of the version.
    pub fn new(uuid: Uuid) -> Option<Self> {
        let is_rfc = uuid.get_variant() == uuid::Variant::RFC4122;
        (is_rfc && uuid.get_version_num() == VERSION).then_some(Self(uuid))
    }

    fn issue() -> Issue {
        Issue::new("uuid_version", format!("UUID version {VERSION} expected"))
            .with_ctx("expected_version", VERSION)
    }
}

impl<const VERSION: usize> Deref for VersionedUuid<VERSION> {
    type Target = Uuid;

    fn deref(&self) -> &Uuid {
        &self.0
    }
}

impl<const VERSION: usize> From<VersionedUuid<VERSION>> for Uuid {
    fn from(uuid: VersionedUuid<VERSION>) -> Self {
        uuid.0
    }
}

impl<const VERSION: usize> std::fmt::Display for VersionedUuid<VERSION> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl<const VERSION: usize> Serialize for VersionedUuid<VERSION> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<const VERSION: usize> WriteJson for VersionedUuid<VERSION> {
    fn write_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        self.0.write_json(out)
    }
}

impl<'de, const VERSION: usize> Deserialize<'de> for VersionedUuid<VERSION> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let uuid = Uuid::deserialize(deserializer)?;
        Self::new(uuid).ok_or_else(|| serde::de::Error::custom(Self::issue().msg))
    }
}

impl<const VERSION: usize> JsonSchema for VersionedUuid<VERSION> {
    fn schema_name() -> Cow<'static, str> {
        format!("Uuid{VERSION}").into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": format!("uuid{VERSION}") })
    }
}

impl<const VERSION: usize> Field for VersionedUuid<VERSION> {
    type Kind = kind::Scalar;

    fn is_valid(&self, _: &Rules) -> bool {
        true
    }

    fn explain(input: &Value, rules: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
        let known = errors.len();
        Uuid::explain(input, rules, at, errors);
        let input = single(input, at);
        let uuid = input.as_str().and_then(Uuid::from_text);
        if errors.len() == known && uuid.and_then(Self::new).is_none() {
            errors.push(at, Self::issue(), input);
        }
    }

    fn from_text(text: &str) -> Option<Self> {
        Uuid::from_text(text).and_then(Self::new)
    }
}
