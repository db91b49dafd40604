//! The id of a session.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::RandomError;
use crate::random::{base64url, from_base64url, random_bytes};

/// The id of a session: when it began, and 128 random bits. As text 32 characters of base64url.
///
/// All tokens that come of one log-in have the same one (OpenID Connect's `sid`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId([u8; 24]);

impl SessionId {
    /// A new one, for a session that begins at `micros`, microseconds since 1970.
    pub(crate) fn new(micros: u64) -> Result<Self, RandomError> {
        Ok(Self::begun_at(micros, random_bytes()?))
    }

    pub(crate) fn begun_at(micros: u64, random: [u8; 16]) -> Self {
        let mut bytes = [0; 24];
        bytes[..8].copy_from_slice(&micros.to_be_bytes());
        bytes[8..].copy_from_slice(&random);
        Self(bytes)
    }

    /// When the session began, in microseconds since 1970 by the clock of the instance that began it.
    pub fn begun(&self) -> u64 {
        let mut micros = [0; 8];
        micros.copy_from_slice(&self.0[..8]);
        u64::from_be_bytes(micros)
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&base64url(&self.0))
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionId({self})")
    }
}

impl Serialize for SessionId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SessionId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl de::Visitor<'_> for Text {
            type Value = SessionId;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the id of a session")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<SessionId, E> {
                let bytes = from_base64url(text).and_then(|bytes| bytes.try_into().ok());
                bytes
                    .map(SessionId)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Other("another text"), &self))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_read_back_and_nothing_else_is() {
        let id = SessionId::new(1_800_000_000_000_000).unwrap();
        assert_eq!(id.begun(), 1_800_000_000_000_000);
        let text = serde_json::to_string(&id).unwrap();
        assert_eq!(text.len(), 34);
        assert_eq!(serde_json::from_str::<SessionId>(&text).unwrap(), id);
        for text in ["\"\"", "\"AAAA\"", "1", "null", "\"!\""] {
            assert!(serde_json::from_str::<SessionId>(text).is_err(), "{text}");
        }
    }
}
