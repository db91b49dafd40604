//! std's values, and those that fastrs brings.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use serde_json::{Map, Result, Value};

use super::{WriteJson, write_str};

macro_rules! integers {
    ($($int:ty)*) => {$(
        impl WriteJson for $int {
            #[inline]
            fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
                out.extend_from_slice(itoa::Buffer::new().format(*self).as_bytes());
                Ok(())
            }
        }
    )*};
}

integers! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }

macro_rules! floats {
    ($($float:ty)*) => {$(
        impl WriteJson for $float {
            #[inline]
            fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
                if self.is_finite() {
                    out.extend_from_slice(zmij::Buffer::new().format_finite(*self).as_bytes());
                } else {
                    out.extend_from_slice(b"null");
                }
                Ok(())
            }
        }
    )*};
}

floats! { f32 f64 }

impl WriteJson for bool {
    #[inline]
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        out.extend_from_slice(if *self { b"true" } else { b"false" });
        Ok(())
    }
}

impl WriteJson for char {
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        write_str(self.encode_utf8(&mut [0; 4]), out);
        Ok(())
    }
}

impl WriteJson for str {
    #[inline]
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        write_str(self, out);
        Ok(())
    }
}

impl WriteJson for String {
    #[inline]
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        write_str(self, out);
        Ok(())
    }
}

impl WriteJson for () {
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        out.extend_from_slice(b"null");
        Ok(())
    }
}

impl<T: WriteJson> WriteJson for Option<T> {
    #[inline]
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        match self {
            Some(value) => value.write_json(out),
            None => ().write_json(out),
        }
    }
}

macro_rules! pointers {
    ($([$($generics:tt)*] $pointer:ty;)*) => {$(
        impl<$($generics)*> WriteJson for $pointer {
            #[inline]
            fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
                (**self).write_json(out)
            }
        }
    )*};
}

pointers! {
    [T: WriteJson + ?Sized] &T;
    [T: WriteJson + ?Sized] Box<T>;
    [T: WriteJson + ?Sized] Arc<T>;
    [T: WriteJson + ?Sized] Rc<T>;
    [T: WriteJson + ToOwned + ?Sized] Cow<'_, T>;
}

fn write_list<'v, T: WriteJson + 'v>(
    items: impl IntoIterator<Item = &'v T>,
    out: &mut Vec<u8>,
) -> Result<()> {
    out.push(b'[');
    let mut items = items.into_iter();
    if let Some(first) = items.next() {
        first.write_json(out)?;
    }
    for item in items {
        out.push(b',');
        item.write_json(out)?;
    }
    out.push(b']');
    Ok(())
}

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty;)*) => {$(
        impl<$($generics)*> WriteJson for $list {
            fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
                write_list(self, out)
            }
        }
    )*};
}

lists! {
    [T: WriteJson] [T];
    [T: WriteJson] Vec<T>;
    [T: WriteJson] VecDeque<T>;
    [T: WriteJson] BTreeSet<T>;
    [T: WriteJson, S] HashSet<T, S>;
}

fn write_map<'v, V: WriteJson + 'v>(
    entries: impl IntoIterator<Item = (&'v String, &'v V)>,
    out: &mut Vec<u8>,
) -> Result<()> {
    out.push(b'{');
    for (index, (key, value)) in entries.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_str(key, out);
        out.push(b':');
        value.write_json(out)?;
    }
    out.push(b'}');
    Ok(())
}

impl<V: WriteJson> WriteJson for BTreeMap<String, V> {
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        write_map(self, out)
    }
}

impl<V: WriteJson, S> WriteJson for HashMap<String, V, S> {
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        write_map(self, out)
    }
}

/// Types whose JSON serde_json writes.
macro_rules! by_serde {
    ($($(#[$attribute:meta])* $type:ty;)*) => {$(
        $(#[$attribute])*
        impl $crate::json::WriteJson for $type {
            fn write_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
                serde_json::to_writer(out, self)
            }
        }
    )*};
}

#[allow(unused_imports, reason = "the ecosystem's types stand behind features")]
pub(super) use by_serde;

by_serde! {
    Value;
    Map<String, Value>;
    std::net::IpAddr;
    std::net::Ipv4Addr;
    std::net::Ipv6Addr;
    std::net::SocketAddr;
}

macro_rules! tuples {
    ($($first:ident $($name:ident $index:tt)*;)*) => {$(
        impl<$first: WriteJson, $($name: WriteJson),*> WriteJson for ($first, $($name,)*) {
            fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
                out.push(b'[');
                self.0.write_json(out)?;
                $(
                    out.push(b',');
                    self.$index.write_json(out)?;
                )*
                out.push(b']');
                Ok(())
            }
        }
    )*};
}

tuples! {
    A;
    A B 1;
    A B 1 C 2;
    A B 1 C 2 D 3;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[track_caller]
    fn check<T: WriteJson + serde::Serialize>(value: T) {
        let mut out = Vec::new();
        value.write_json(&mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(&value).unwrap());
    }

    #[test]
    fn values_are_as_serde_json_writes_them() {
        check((u64::MAX, i64::MIN, u128::MAX, i128::MIN));
        for float in
            [0.0, -0.0, 1.0, 0.1, 1e-7, 1e16, 1e22, f64::MAX, f64::MIN_POSITIVE, f64::NAN, f64::INFINITY]
        {
            check((float, float as f32));
        }
        check(vec![Some("a\"b"), None]);
        check((Vec::<u8>::new(), true, 'ä', ()));
        check(BTreeMap::from([("k\n".to_owned(), vec![1]), ("l".to_owned(), vec![])]));
        check(serde_json::json!({ "a": [1, null, { "b": 1.5 }] }));
    }
}
