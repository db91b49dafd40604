//! Bytes in JSON.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::json::WriteJson;
use crate::validate::{At, Field, Issue, Rules, ValidationErrors, explain_text, kind};

/// Bytes that are written as base64 text (RFC 4648, section 4, with padding).
///
/// ```
/// use fastrs::types::Base64;
///
/// let bytes: Base64 = serde_json::from_str("\"aGVsbG8=\"").unwrap();
/// assert_eq!(bytes.0, b"hello");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Base64(pub Vec<u8>);

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl WriteJson for Base64 {
    fn write_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        serde_json::to_writer(out, self)
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        STANDARD.decode(text.as_bytes()).map(Self).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Base64 {
    fn schema_name() -> Cow<'static, str> {
        "Base64".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // `contentEncoding` only describes in JSON Schema; the pattern says what is refused.
        json_schema!({
            "type": "string",
            "contentEncoding": "base64",
            "contentMediaType": "application/octet-stream",
            "pattern": "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$",
        })
    }
}

impl Field for Base64 {
    type Kind = kind::Scalar;

    fn is_valid(&self, _: &Rules) -> bool {
        true
    }

    fn explain(input: &Value, _: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
        explain_text::<Self>(input, at, errors, Issue::string_type, |reason| {
            Issue::new("base64_decode", format!("Base64 decoding error: '{reason}'"))
                .with_ctx("error", reason)
        });
    }

    fn from_text(text: &str) -> Option<Self> {
        STANDARD.decode(text).ok().map(Self)
    }
}
