//! Path templates: their grammar, how they are joined, and what a request's path gave for each name.
//!
//! A template is `/`-separated; a segment is literal text, `{name}` (one non-empty segment) or, at the end,
//! `{*name}` (the rest of the path). The macro applies the same grammar when the program is compiled; this
//! module applies it again to what is known only at start: prefixes.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// A checked path template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Template {
    text: String,
    names: Vec<String>,
}

impl Template {
    /// Checks `text` against the grammar.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if !text.starts_with('/') {
            return Err(format!("the path `{text}` must begin with `/`"));
        }
        let mut names: Vec<String> = Vec::new();
        let mut segments = text[1..].split('/').peekable();
        while let Some(segment) = segments.next() {
            let Some(name) = placeholder(segment)? else { continue };
            let rest = name.strip_prefix('*');
            if rest.is_some() && segments.peek().is_some() {
                return Err(format!(
                    "`{segment}` takes the rest of the path, so it must be the last segment"
                ));
            }
            let name = rest.unwrap_or(name);
            if names.iter().any(|known| known == name) {
                return Err(format!("the path `{text}` has the placeholder `{{{name}}}` twice"));
            }
            names.push(name.to_owned());
        }
        // What is not ASCII comes in percent-encoded, so it is looked for in that form.
        let text = utf8_percent_encode(text, CONTROLS).to_string();
        Ok(Self { text, names })
    }

    /// The template of `path` under a prefix: `/v1` and `/items/{id}` make `/v1/items/{id}`; `/v1` and nothing make `/v1`.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub(crate) fn joined(prefix: &str, path: &str) -> Result<Self, String> {
        match (prefix, path) {
            ("", path) => Self::parse(path),
            (prefix, "") => Self::parse(prefix),
            (prefix, path) => Self::parse(&format!("{}{path}", prefix.strip_suffix('/').unwrap_or(prefix))),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The template as OpenAPI writes it: `{*rest}` becomes `{rest}`.
    pub(crate) fn openapi(&self) -> String {
        self.text.replace("{*", "{")
    }

    /// The path with every placeholder replaced by its percent-encoded value.
    ///
    /// A name without a value leaves its placeholder empty.
    pub(crate) fn fill(&self, values: &[(&str, String)]) -> String {
        let mut path = String::with_capacity(self.text.len());
        for segment in self.text[1..].split('/') {
            path.push('/');
            let Ok(Some(name)) = placeholder(segment) else {
                path.push_str(segment);
                continue;
            };
            let (name, set) = match name.strip_prefix('*') {
                Some(name) => (name, REST),
                None => (name, SEGMENT),
            };
            let value = values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
            path.extend(utf8_percent_encode(value, set));
        }
        path
    }
}

/// What RFC 3986 calls unreserved stays as it is in a segment; all else is encoded.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const REST: &AsciiSet = &SEGMENT.remove(b'/');

/// The name between the braces of `segment`, or `None` for literal text.
fn placeholder(segment: &str) -> Result<Option<&str>, String> {
    if !segment.contains(['{', '}']) {
        return Ok(None);
    }
    let name = segment
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .filter(|name| !name.contains(['{', '}']))
        .ok_or_else(|| format!("`{segment}`: a placeholder is a whole segment, as in `/{{name}}/`"))?;
    let plain = name.strip_prefix('*').unwrap_or(name);
    let valid = plain.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && plain.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if valid {
        Ok(Some(name))
    } else {
        Err(format!("`{segment}`: a placeholder's name is a Rust identifier"))
    }
}

/// What a path gave for the names of its template, as places in the raw path.
///
/// Kept as ranges so that a match allocates nothing and borrows nothing.
#[derive(Debug, Default, Clone)]
pub(crate) struct Captures {
    len: usize,
    inline: [(u32, u32); Captures::INLINE],
    more: Vec<(u32, u32)>,
}

impl Captures {
    const INLINE: usize = 4;

    /// Adds the next value, a part of `path`.
    pub(crate) fn push(&mut self, path: &str, value: &str) {
        // Both come from one string, so the distance of their beginnings is the place of the part.
        let start = (value.as_ptr() as usize).wrapping_sub(path.as_ptr() as usize) as u32;
        let place = (start, start + value.len() as u32);
        match self.inline.get_mut(self.len) {
            Some(slot) => *slot = place,
            None => self.more.push(place),
        }
        self.len += 1;
    }

    /// The raw (still percent-encoded) value at `index`.
    pub(crate) fn get<'p>(&self, path: &'p str, index: usize) -> Option<&'p str> {
        if index >= self.len {
            return None;
        }
        let (start, end) = match index.checked_sub(Self::INLINE) {
            None => self.inline[index],
            Some(beyond) => self.more[beyond],
        };
        path.get(start as usize..end as usize)
    }
}

/// Undoes percent-encoding; `None` where the bytes are not UTF-8.
pub(crate) fn percent_decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    percent_decode_str(text).decode_utf8().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_names(template: &str, names: &[&str]) {
        assert_eq!(Template::parse(template).unwrap().names(), names, "{template}");
    }

    #[test]
    fn reads_placeholders() {
        check_names("/", &[]);
        check_names("/items/{item_id}", &["item_id"]);
        check_names("/a/{b}/c/{d}/", &["b", "d"]);
        check_names("/files/{*rest}", &["rest"]);
    }

    #[test]
    fn refuses_what_the_router_would_take_literally() {
        for bad in ["", "items", "/{a}/{a}", "/{a}b", "/{*rest}/x", "/{}", "/{id:int}", "/{a}{b}", "/{1x}"] {
            assert!(Template::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn joins_without_doubling_slashes() {
        for (prefix, path, whole) in [
            ("/v1", "/items/", "/v1/items/"),
            ("/v1/", "/items/", "/v1/items/"),
            ("", "/items", "/items"),
            ("/v1", "", "/v1"),
        ] {
            assert_eq!(Template::joined(prefix, path).unwrap().as_str(), whole);
        }
        assert!(Template::joined("", "").is_err());
    }

    #[test]
    fn literal_text_is_looked_for_as_it_is_sent() {
        assert_eq!(Template::parse("/café/{id}").unwrap().as_str(), "/caf%C3%A9/{id}");
    }

    #[test]
    fn fills_with_encoded_values() {
        let template = Template::parse("/a/{b}/{*rest}").unwrap();
        let path = template.fill(&[("b", "x/y z".into()), ("rest", "p/q?".into())]);
        assert_eq!(path, "/a/x%2Fy%20z/p/q%3F");
    }

    #[test]
    fn captures_more_than_fit_inline() {
        let path = "/1/22/3/4/5/6";
        let mut captures = Captures::default();
        path[1..].split('/').for_each(|part| captures.push(path, part));
        assert_eq!(captures.get(path, 1), Some("22"));
        assert_eq!(captures.get(path, 5), Some("6"));
        assert_eq!(captures.get(path, 6), None);
    }
}
