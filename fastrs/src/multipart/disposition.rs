//! `Content-Disposition: form-data; name="…"; filename="…"` (RFC 7578, section 4.2).

use std::borrow::Cow;

/// What the header says: the name of the field, and of the file if it is one.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Disposition {
    pub(super) name: Option<String>,
    pub(super) file_name: Option<String>,
}

impl Disposition {
    /// Reads the header's value. A `filename*` alone makes no file: RFC 7578 forbids it.
    pub(super) fn parse(header: &[u8]) -> Self {
        let mut this = Self::default();
        let mut rest = header.iter().position(|byte| *byte == b';').map_or(&[][..], |at| &header[at + 1..]);
        while let Some((key, value, after)) = parameter(rest) {
            let slot = match key.to_ascii_lowercase().as_slice() {
                b"name" => Some(&mut this.name),
                b"filename" => Some(&mut this.file_name),
                _ => None,
            };
            // Of two, the first counts.
            if let Some(slot) = slot {
                slot.get_or_insert_with(|| text(&value));
            }
            rest = after;
        }
        this
    }
}

/// A key, its value, and what follows them.
type Parameter<'h> = (&'h [u8], Cow<'h, [u8]>, &'h [u8]);

/// `key=value` or `key="value"`, up to its `;`.
fn parameter(header: &[u8]) -> Option<Parameter<'_>> {
    let equals = header.iter().position(|byte| *byte == b'=')?;
    let key = header[..equals].trim_ascii();
    let value = header[equals + 1..].trim_ascii_start();
    let (value, rest) = match value.strip_prefix(b"\"") {
        Some(quoted) => unquote(quoted),
        None => {
            let end = value.iter().position(|byte| *byte == b';').unwrap_or(value.len());
            (Cow::Borrowed(value[..end].trim_ascii_end()), &value[end..])
        }
    };
    let after = rest.iter().position(|byte| *byte == b';').map_or(&[][..], |at| &rest[at + 1..]);
    Some((key, value, after))
}

/// The text up to the closing quote, and what follows it. Only `\"` and `\\` are escapes: a path of Windows is none.
fn unquote(quoted: &[u8]) -> (Cow<'_, [u8]>, &[u8]) {
    let mut plain = Vec::new();
    let mut bytes = quoted.iter().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match (byte, quoted.get(at + 1)) {
            (b'"', _) => return (plain.into(), &quoted[at + 1..]),
            (b'\\', Some(escaped @ (b'"' | b'\\'))) => {
                plain.push(*escaped);
                bytes.next();
            }
            _ => plain.push(*byte),
        }
    }
    (plain.into(), &[])
}

/// UTF-8; what is none is read as Latin-1, in which every byte is a character.
fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &[u8], name: Option<&str>, file_name: Option<&str>) {
        let expected = Disposition { name: name.map(str::to_owned), file_name: file_name.map(str::to_owned) };
        assert_eq!(Disposition::parse(header), expected, "{}", header.escape_ascii());
    }

    #[test]
    fn reads_what_browsers_and_libraries_write() {
        check(b"form-data; name=\"a\"", Some("a"), None);
        check(b"form-data; name=a; filename=b.txt", Some("a"), Some("b.txt"));
        check(b"form-data;name=\"a\";filename=\"b; name=c.txt\"", Some("a"), Some("b; name=c.txt"));
        check(b"form-data; filename=\"b; name=c\"; name=\"a\"", Some("a"), Some("b; name=c"));
        check(b"form-data; NAME = \"a\" ; FileName = \"\"", Some("a"), Some(""));
        check(br#"form-data; name="a\"b"; filename="C:\x\y.txt""#, Some("a\"b"), Some(r"C:\x\y.txt"));
        check("form-data; name=\"é\"".as_bytes(), Some("é"), None);
        check(b"form-data; name=\"a\"; filename=\"\xe9.txt\"", Some("a"), Some("é.txt"));
        check(b"form-data; name=\"a\"; filename*=UTF-8''x.txt", Some("a"), None);
        check(b"form-data; name=\"a\"; name=\"b\"", Some("a"), None);
        check(b"form-data; name=\"a", Some("a"), None);
        check(b"form-data", None, None);
        check(b"", None, None);
    }
}
