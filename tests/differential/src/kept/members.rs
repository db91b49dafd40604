//! Whether a name stands twice in an object, of which a `Value` keeps but one.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// Whether it does, in any object of a JSON text.
pub fn has_key_twice(text: &[u8]) -> bool {
    let (all, last) = (serde_json::from_slice::<Members>(text), serde_json::from_slice::<Value>(text));
    let last = last.ok().and_then(|last| serde_json::from_value::<Members>(last).ok());
    all.ok().zip(last).is_some_and(|(Members(all), Members(last))| all != last)
}

/// How many members all objects of a JSON text have, those of the same name too.
struct Members(usize);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Counter)
    }
}

struct Counter;

impl<'de> Visitor<'de> for Counter {
    type Value = Members;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let mut count = 0;
        while let Some((_, Members(below))) = map.next_entry::<IgnoredAny, Members>()? {
            count += 1 + below;
        }
        Ok(Members(count))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Members, A::Error> {
        let mut count = 0;
        while let Some(Members(below)) = items.next_element()? {
            count += below;
        }
        Ok(Members(count))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Members, E> {
        Ok(Members(0))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Members, E> {
        Ok(Members(0))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Members, E> {
        Ok(Members(0))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Members, E> {
        Ok(Members(0))
    }

    fn visit_str<E>(self, _: &str) -> Result<Members, E> {
        Ok(Members(0))
    }

    fn visit_unit<E>(self) -> Result<Members, E> {
        Ok(Members(0))
    }
}
