//! An address of the web.

use std::borrow::Cow;
use std::ops::Deref;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use url::Url;

use crate::json::WriteJson;
use crate::validate::{At, Field, Issue, Rules, ValidationErrors, kind, single};

/// A URL whose scheme is `http` or `https`, of at most 2083 characters: pydantic's `HttpUrl`.
///
/// ```
/// use fastrs::HttpUrl;
///
/// let url: HttpUrl = "https://Example.com".parse().unwrap();
/// assert_eq!(url.as_str(), "https://example.com/");
/// assert!("ftp://example.com".parse::<HttpUrl>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HttpUrl(Url);

impl HttpUrl {
    const MAX_LENGTH: usize = 2083;

    /// The URL, of which nothing is promised any more.
    pub fn into_url(self) -> Url {
        self.0
    }

    fn read(text: &str) -> Result<Self, Issue> {
        if text.chars().count() > Self::MAX_LENGTH {
            let max = Self::MAX_LENGTH;
            let msg = format!("URL should have at most {max} characters");
            return Err(Issue::new("url_too_long", msg).with_ctx("max_length", max));
        }
        let url = Url::parse(text).map_err(|error| {
            let reason = if text.is_empty() { "input is empty".to_owned() } else { error.to_string() };
            Issue::with_reason("url_parsing", "Input should be a valid URL", &reason)
        })?;
        if matches!(url.scheme(), "http" | "https") {
            return Ok(Self(url));
        }
        let expected = "'http' or 'https'";
        let issue = Issue::new("url_scheme", format!("URL scheme should be {expected}"));
        Err(issue.with_ctx("expected_schemes", expected))
    }
}

/// Why a text is no [`HttpUrl`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseHttpUrlError(Cow<'static, str>);

impl std::fmt::Display for ParseHttpUrlError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParseHttpUrlError {}

impl FromStr for HttpUrl {
    type Err = ParseHttpUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::read(text).map_err(|issue| ParseHttpUrlError(issue.msg))
    }
}

impl Deref for HttpUrl {
    type Target = Url;

    fn deref(&self) -> &Url {
        &self.0
    }
}

impl std::fmt::Display for HttpUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for HttpUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl WriteJson for HttpUrl {
    fn write_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        self.0.as_str().write_json(out)
    }
}

impl<'de> Deserialize<'de> for HttpUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for HttpUrl {
    fn schema_name() -> Cow<'static, str> {
        "HttpUrl".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "uri", "minLength": 1, "maxLength": Self::MAX_LENGTH })
    }
}

impl Field for HttpUrl {
    type Kind = kind::Scalar;

    fn is_valid(&self, _: &Rules) -> bool {
        true
    }

    fn explain(input: &Value, _: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
        let input = single(input, at);
        let issue = match input {
            Value::String(text) => Self::read(text).err(),
            _ => Some(Issue::new("url_type", "URL input should be a string or URL")),
        };
        if let Some(issue) = issue {
            errors.push(at, issue, input);
        }
    }

    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}
