//! An address of electronic mail.

use std::borrow::Cow;
use std::str::FromStr;

use email_address::{EmailAddress, Options};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::email_reason::reason;
use crate::json::WriteJson;
use crate::validate::{At, Field, Issue, Rules, Textual, ValidationErrors, explain_text, kind, single};

/// An e-mail address whose form has been checked: a local part, `@`, and a domain with a dot.
///
/// The domain is kept in lower case; the local part as it was sent; the name in `Ann <ann@example.com>` is left out.
/// Nobody is asked whether it exists.
///
/// ```
/// use fastrs::Email;
///
/// let email: Email = "Ann@Example.COM".parse().unwrap();
/// assert_eq!(email.as_str(), "Ann@example.com");
/// assert!("ann@localhost".parse::<Email>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Email(String);

impl Email {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as a `String`.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// The address in `Ann <ann@example.com>`.
fn without_name(text: &str) -> &str {
    let inside = text.strip_suffix('>').and_then(|text| text.rsplit_once('<'));
    inside.map_or(text, |(_, address)| address)
}

impl FromStr for Email {
    type Err = email_address::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // Without these, `a@b`, `a@[1.2.3.4]` and `Ann <a@b.co>` would pass.
        let options = Options::default().with_required_tld().without_domain_literal().without_display_text();
        let address = EmailAddress::parse_with_options(without_name(text.trim()), options)?;
        let at = address.local_part().len() + 1;
        let mut text = String::from(address);
        match text.get_mut(at..) {
            Some(domain) if domain.is_ascii() => domain.make_ascii_lowercase(),
            _ => text = text[..at].to_owned() + &text[at..].to_lowercase(),
        }
        Ok(Self(text))
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Email {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl Serialize for Email {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl WriteJson for Email {
    fn write_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        self.0.write_json(out)
    }
}

impl<'de> Deserialize<'de> for Email {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Email {
    fn schema_name() -> Cow<'static, str> {
        "Email".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "email" })
    }
}

#[diagnostic::do_not_recommend]
impl Textual for Email {}

impl Field for Email {
    type Kind = kind::Scalar;

    fn is_valid(&self, rules: &Rules) -> bool {
        self.0.is_valid(rules)
    }

    fn explain(input: &Value, rules: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
        let known = errors.len();
        explain_text::<Self>(input, at, errors, Issue::string_type, |parser| {
            let text = single(input, at).as_str().unwrap_or_default();
            let reason = reason(without_name(text.trim())).unwrap_or(Cow::Owned(parser));
            Issue::new("value_error", format!("value is not a valid email address: {reason}"))
                .with_ctx("reason", reason.into_owned())
        });
        if errors.len() == known {
            String::explain(input, rules, at, errors);
        }
    }

    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}
