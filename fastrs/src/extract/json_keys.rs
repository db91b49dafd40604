//! Keys that stand twice in an object, which serde sees only where it knows the fields.

use std::collections::{HashMap, HashSet};

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// Whether a key stands twice in any object of a text that is JSON.
#[cold]
pub(super) fn has_doubled_key(text: &str) -> bool {
    Once.deserialize(&mut serde_json::Deserializer::from_str(text)).is_err()
}

/// Any value in whose objects every key stands once.
struct Once;

impl<'de> DeserializeSeed<'de> for Once {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! scalars {
    ($($method:ident $type:ty;)*) => {$(
        fn $method<E>(self, _: $type) -> Result<(), E> {
            Ok(())
        }
    )*};
}

impl<'de> Visitor<'de> for Once {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    scalars! { visit_bool bool; visit_i64 i64; visit_u64 u64; visit_f64 f64; visit_str &str; }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Once)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let mut keys = HashSet::new();
        while let Some(key) = fields.next_key::<String>()? {
            if !keys.insert(key) {
                return Err(A::Error::custom("a key stands twice"));
            }
            fields.next_value_seed(Once)?;
        }
        Ok(())
    }
}

/// The fields of an object, each unread; of one that stands twice the last, and its name.
#[derive(Default)]
pub(super) struct RawFields {
    pub(super) fields: HashMap<String, Box<RawValue>>,
    pub(super) doubled: Vec<String>,
}

impl<'de> Deserialize<'de> for RawFields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = RawFields;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<RawFields, A::Error> {
        let mut raw = RawFields::default();
        while let Some((key, value)) = fields.next_entry::<String, Box<RawValue>>()? {
            if raw.fields.contains_key(&key) {
                raw.doubled.push(key.clone());
            }
            raw.fields.insert(key, value);
        }
        Ok(raw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_wherever_it_stands_twice() {
        for (text, doubled) in [
            (r#"{"a":1,"b":{"a":[1.5,null,true,"a"]},"c":-1}"#, false),
            (r#"{"a":1,"a":2}"#, true),
            (r#"[{"a":{"b":1,"b":1}}]"#, true),
            (r#"{"a":1,"\u0061":2}"#, true),
            (r#"[{"a":1},{"a":1}]"#, false),
        ] {
            assert_eq!(has_doubled_key(text), doubled, "{text}");
        }
    }
}
