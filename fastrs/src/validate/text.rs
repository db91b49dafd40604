//! A serde deserializer of text: parameters and form fields collected into an object of strings.
//!
//! Every scalar is parsed from its text by the rules of parameters (`on` is true, ` 7 ` is seven), a repeated
//! name makes a list, and a single scalar takes the last of its occurrences.

use serde::de::{
    DeserializeOwned, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use super::types::{parse_bool, parse_float, parse_integer};
use super::{At, Field, Rules, ValidationErrors};

type Error = serde::de::value::Error;

/// Makes a `T` of an object whose values are strings and lists of strings.
///
/// # Errors
/// If a value does not fit; what exactly is wrong is found by `Field::explain`.
pub(crate) fn from_value<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    T::deserialize(Text(value))
}

/// The JSON that a `T` is written as, where `value` is its text or texts.
pub(super) fn spelled<T: Field>(value: &Value) -> Option<Value> {
    let fits = |value: &Value| {
        let mut errors = ValidationErrors::new();
        T::explain(value, &Rules::NONE, &At::json(""), &mut errors);
        errors.is_empty()
    };
    let spellings: [fn(&str) -> Option<Value>; 5] = [
        |text| Some(text.into()),
        |text| parse_integer::<i64>(text).map(Value::from),
        |text| parse_integer::<u64>(text).map(Value::from),
        |text| parse_float(text).map(Value::from),
        |text| parse_bool(text).map(Value::from),
    ];
    let texts = if let Value::Array(texts) = value { texts.as_slice() } else { std::slice::from_ref(value) };
    spellings.into_iter().find_map(|spell| {
        let list: Vec<Value> = texts.iter().map(|text| spell(text.as_str()?)).collect::<Option<_>>()?;
        [list.last()?.clone(), Value::Array(list)].into_iter().find(fits)
    })
}

struct Text<'de>(&'de Value);

impl<'de> Text<'de> {
    fn single(&self) -> Result<&'de str, Error> {
        let value = match self.0 {
            Value::Array(values) => values.last(),
            value => Some(value),
        };
        value.and_then(Value::as_str).ok_or_else(|| Error::custom("expected text"))
    }
}

macro_rules! parsed {
    ($($method:ident $visit:ident $parse:expr;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let parsed = $parse(self.single()?).ok_or_else(|| Error::custom("unexpected text"))?;
            visitor.$visit(parsed)
        }
    )*};
}

impl<'de> Deserializer<'de> for Text<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Object(_) => self.deserialize_map(visitor),
            Value::Array(_) => self.deserialize_seq(visitor),
            Value::Null => visitor.visit_unit(),
            _ => visitor.visit_borrowed_str(self.single()?),
        }
    }

    parsed! {
        deserialize_bool visit_bool parse_bool;
        deserialize_i8 visit_i8 parse_integer;
        deserialize_i16 visit_i16 parse_integer;
        deserialize_i32 visit_i32 parse_integer;
        deserialize_i64 visit_i64 parse_integer;
        deserialize_i128 visit_i128 parse_integer;
        deserialize_u8 visit_u8 parse_integer;
        deserialize_u16 visit_u16 parse_integer;
        deserialize_u32 visit_u32 parse_integer;
        deserialize_u64 visit_u64 parse_integer;
        deserialize_u128 visit_u128 parse_integer;
        deserialize_f32 visit_f64 parse_float;
        deserialize_f64 visit_f64 parse_float;
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.single()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let items = match self.0 {
            Value::Array(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        visitor.visit_seq(Items(items.iter()))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Value::Object(object) = self.0 else { return Err(Error::custom("expected named values")) };
        visitor.visit_map(Entries { entries: object.iter(), value: None })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(Word(self.single()?))
    }

    forward_to_deserialize_any! { bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any }
}

struct Items<'de>(std::slice::Iter<'de, Value>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<T: serde::de::DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        self.0.next().map(|item| seed.deserialize(Text(item))).transpose()
    }
}

struct Entries<'de> {
    entries: serde_json::map::Iter<'de>,
    value: Option<&'de Value>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_key_seed<K: serde::de::DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(key.as_str().into_deserializer()).map(Some)
    }

    fn next_value_seed<V: serde::de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let value = self.value.take().ok_or_else(|| Error::custom("a value before its key"))?;
        seed.deserialize(Text(value))
    }
}

/// A variant without data.
struct Word<'de>(&'de str);

impl<'de> EnumAccess<'de> for Word<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: serde::de::DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let variant = seed.deserialize(self.0.into_deserializer())?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Word<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: serde::de::DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Error> {
        Err(Error::custom("text cannot carry data"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("text cannot carry data"))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Error> {
        Err(Error::custom("text cannot carry data"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    #[test]
    fn reads_text_by_the_rules_of_parameters() {
        let value = json!({ "a": "on", "b": ["off", "yes"] });
        let map: BTreeMap<String, bool> = from_value(&value).unwrap();
        assert_eq!(map, BTreeMap::from([("a".into(), true), ("b".into(), true)]));
        let lists: BTreeMap<String, Vec<Option<u8>>> =
            from_value(&json!({ "a": "1", "b": ["2", " 3"] })).unwrap();
        assert_eq!(lists["a"], [Some(1)]);
        assert_eq!(lists["b"], [Some(2), Some(3)]);
        assert!(from_value::<BTreeMap<String, u8>>(&json!({ "a": "256" })).is_err());
    }
}
