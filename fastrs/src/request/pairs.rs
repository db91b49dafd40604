//! `name=value&name=value`: the query string and the urlencoded form, indexed in one walk.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The places of the names and values of an urlencoded text.
///
/// Only places, so that indexing allocates nothing up to eight pairs; decoding is left to who asks.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    len: usize,
    inline: [Pair; Pairs::INLINE],
    more: Vec<Pair>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Pair {
    start: u32,
    equals: u32,
    end: u32,
}

impl Pairs {
    const INLINE: usize = 8;

    /// Indexes `text`.
    pub(crate) fn index(text: &str) -> Self {
        let mut pairs = Self::default();
        let mut start = 0;
        for part in text.split('&') {
            let end = start + part.len();
            let equals = part.bytes().position(|byte| byte == b'=').map_or(end, |at| start + at);
            // `=x` has an empty name, and a pair without anything is none.
            if end > start {
                pairs.push(Pair { start: start as u32, equals: equals as u32, end: end as u32 });
            }
            start = end + 1;
        }
        pairs
    }

    fn push(&mut self, pair: Pair) {
        match self.inline.get_mut(self.len) {
            Some(slot) => *slot = pair,
            None => self.more.push(pair),
        }
        self.len += 1;
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    fn iter<'p, 't>(
        &'p self,
        text: &'t str,
    ) -> impl DoubleEndedIterator<Item = (&'t str, &'t str)> + use<'p, 't> {
        let inline = &self.inline[..self.len.min(Self::INLINE)];
        inline.iter().chain(&self.more).map(move |pair| {
            let (start, equals, end) = (pair.start as usize, pair.equals as usize, pair.end as usize);
            (&text[start..equals], text.get(equals + 1..end).unwrap_or_default())
        })
    }

    /// The raw values of `name`, in order.
    pub(crate) fn values<'p, 't>(
        &'p self,
        text: &'t str,
        name: &'p str,
    ) -> impl DoubleEndedIterator<Item = &'t str> + use<'p, 't> {
        self.iter(text).filter(move |(raw, _)| is_name(raw, name)).map(|(_, value)| value)
    }

    /// Every pair, decoded; the value is `None` where it or its name is not UTF-8.
    pub(crate) fn decoded<'p, 't>(
        &'p self,
        text: &'t str,
    ) -> impl Iterator<Item = (Cow<'t, str>, Option<Cow<'t, str>>)> + use<'p, 't> {
        self.iter(text).map(|(name, value)| match decode(name) {
            Some(name) => (name, decode(value)),
            None => (percent_decode_str(name).decode_utf8_lossy(), None),
        })
    }
}

fn is_name(raw: &str, name: &str) -> bool {
    raw == name || (raw.contains(['%', '+']) && decode(raw).is_some_and(|decoded| decoded == name))
}

/// Undoes form encoding (`+` is a space); `None` where the bytes are not UTF-8.
pub(crate) fn decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('+') {
        return crate::path::percent_decode(text);
    }
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().ok()?;
    Some(Cow::Owned(decoded.into_owned()))
}

/// The cookies of one `Cookie` header, name and value (RFC 6265, section 4.2.1). A quoted value is taken out of its
/// quotes, and what was escaped in it is undone.
///
/// As bytes: one cookie that is not UTF-8 does not hide the others.
pub(crate) fn cookies(header: &[u8]) -> impl Iterator<Item = (&[u8], Cow<'_, [u8]>)> {
    header.split(|byte| *byte == b';').filter_map(|part| {
        let equals = part.iter().position(|byte| *byte == b'=')?;
        let (name, value) = (part[..equals].trim_ascii(), part[equals + 1..].trim_ascii());
        let bare = value.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
        Some((name, bare.map_or(Cow::Borrowed(value), unescaped)))
    })
}

/// `\073` is the byte 59, and `\"` a quote: how `Cookie` writes what a bare value cannot hold.
fn unescaped(value: &[u8]) -> Cow<'_, [u8]> {
    if !value.contains(&b'\\') {
        return Cow::Borrowed(value);
    }
    let mut plain = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some((first, tail)) = rest.split_first() {
        let octal =
            tail.get(..3).and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok());
        (plain, rest) = match (first, octal, tail.split_first()) {
            (b'\\', Some(byte), _) => (pushed(plain, byte), &tail[3..]),
            (b'\\', None, Some((escaped, after))) => (pushed(plain, *escaped), after),
            _ => (pushed(plain, *first), tail),
        };
    }
    Cow::Owned(plain)
}

fn pushed(mut bytes: Vec<u8>, byte: u8) -> Vec<u8> {
    bytes.push(byte);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, name: &str, values: &[&str]) {
        let pairs = Pairs::index(text);
        let found: Vec<_> = pairs.values(text, name).map(|value| decode(value).unwrap()).collect();
        assert_eq!(found, values, "{text}");
    }

    #[test]
    fn reads_as_fastapi_does() {
        check("v=a+b", "v", &["a b"]);
        check("v=1&v=2", "v", &["1", "2"]);
        check("v", "v", &[""]);
        check("v=", "v", &[""]);
        check("=x&v=%zz", "v", &["%zz"]);
        check("&=x&&=", "", &["x", ""]);
        check("v=1;w=2", "v", &["1;w=2"]);
        check("a%5B%5D=1&x+y=2", "a[]", &["1"]);
        check("a%5B%5D=1&x+y=2", "x y", &["2"]);
        check("", "v", &[]);
        check("a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&v=10&v=11", "v", &["10", "11"]);
    }

    #[test]
    fn what_is_not_utf8_is_no_text() {
        assert_eq!(decode("%ff"), None);
        assert_eq!(decode("a+%ff"), None);
    }

    #[test]
    fn cookies_are_unquoted() {
        let found: Vec<_> = cookies(b"a=1; b=\"x y\"; c=; d; e=\xff").collect();
        let expected: [(&[u8], &[u8]); 4] = [(b"a", b"1"), (b"b", b"x y"), (b"c", b""), (b"e", b"\xff")];
        assert_eq!(found, expected.map(|(name, value)| (name, Cow::Borrowed(value))));
        let escaped: Vec<_> = cookies(br#"k="a\073b \"q\" \\""#).collect();
        assert_eq!(escaped[0].1, br#"a;b "q" \"#.as_slice());
    }
}
