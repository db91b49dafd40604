//! Whether a value is written as `null`.

use std::fmt;

use serde::ser::{Impossible, Serialize, Serializer};

/// Whether serde writes `value` as nothing, whatever its type is called.
pub fn is_none<T: Serialize + ?Sized>(value: &T) -> bool {
    value.serialize(Probe).unwrap_or(false)
}

/// Asks only whether there is something. Lists and objects are, and are not looked into.
struct Probe;

/// What refuses to be looked into.
type Refused = Result<Impossible<bool, fmt::Error>, fmt::Error>;

macro_rules! something {
    ($($method:ident($($type:ty),*);)*) => {$(
        fn $method(self, $(_: $type),*) -> Result<bool, fmt::Error> {
            Ok(false)
        }
    )*};
}

macro_rules! refused {
    ($($method:ident($($type:ty),*);)*) => {$(
        fn $method(self, $(_: $type),*) -> Refused {
            Err(fmt::Error)
        }
    )*};
}

impl Serializer for Probe {
    type Ok = bool;
    type Error = fmt::Error;
    type SerializeSeq = Impossible<bool, fmt::Error>;
    type SerializeTuple = Impossible<bool, fmt::Error>;
    type SerializeTupleStruct = Impossible<bool, fmt::Error>;
    type SerializeTupleVariant = Impossible<bool, fmt::Error>;
    type SerializeMap = Impossible<bool, fmt::Error>;
    type SerializeStruct = Impossible<bool, fmt::Error>;
    type SerializeStructVariant = Impossible<bool, fmt::Error>;

    fn serialize_none(self) -> Result<bool, fmt::Error> {
        Ok(true)
    }

    fn serialize_unit(self) -> Result<bool, fmt::Error> {
        Ok(true)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<bool, fmt::Error> {
        Ok(true)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<bool, fmt::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<bool, fmt::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<bool, fmt::Error> {
        Ok(false)
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, _: &T) -> Result<bool, fmt::Error> {
        Ok(false)
    }

    something! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_unit_variant(&'static str, u32, &'static str);
    }

    refused! {
        serialize_seq(Option<usize>);
        serialize_tuple(usize);
        serialize_tuple_struct(&'static str, usize);
        serialize_tuple_variant(&'static str, u32, &'static str, usize);
        serialize_map(Option<usize>);
        serialize_struct(&'static str, usize);
        serialize_struct_variant(&'static str, u32, &'static str, usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_nothing_by_whatever_name() {
        assert!(is_none(&None::<Vec<i32>>));
        assert!(is_none(&Some(None::<i32>)));
        assert!(is_none(&Box::new(None::<String>)));
        assert!(is_none(&serde_json::Value::Null));
        assert!(!is_none(&Some(0)));
        assert!(!is_none(""));
        assert!(!is_none(&Vec::<i32>::new()));
        assert!(!is_none(&serde_json::json!({})));
    }
}
