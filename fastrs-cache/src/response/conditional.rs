//! Conditions of a request (RFC 9110, section 13).

use std::time::SystemTime;

use fastrs::http::header::{
    HeaderName, HeaderValue, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE,
};
use fastrs::http::{HeaderMap, Method};

/// What becomes of a request with conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is answered as if it had none.
    Goes,
    /// The client has this version: 304.
    NotModified,
    /// What it counts on is not so: 412.
    Failed,
}

/// What is known of the answer.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Validators<'a> {
    pub(super) etag: Option<&'a HeaderValue>,
    pub(super) modified: Option<&'a HeaderValue>,
}

/// Section 13.2.2, step by step.
pub(super) fn judge<'a>(
    method: &Method,
    headers: &HeaderMap,
    known: impl FnOnce() -> Validators<'a>,
) -> Verdict {
    // The names of all conditions begin so, and most requests have none.
    if !headers.keys().any(|name| name.as_str().starts_with("if-")) {
        return Verdict::Goes;
    }
    let known = known();
    let reads = *method == Method::GET || *method == Method::HEAD;
    if headers.contains_key(IF_MATCH) {
        if !any(headers, &IF_MATCH, |tag| strong(tag, known.etag)) {
            return Verdict::Failed;
        }
    } else if let (Some(since), Some(modified)) =
        (date(headers.get(IF_UNMODIFIED_SINCE)), date(known.modified))
        && modified > since
    {
        return Verdict::Failed;
    }
    if headers.contains_key(IF_NONE_MATCH) {
        return match any(headers, &IF_NONE_MATCH, |tag| weak(tag, known.etag)) {
            false => Verdict::Goes,
            true if reads => Verdict::NotModified,
            true => Verdict::Failed,
        };
    }
    if reads
        && let (Some(since), Some(modified)) = (date(headers.get(IF_MODIFIED_SINCE)), date(known.modified))
        && modified <= since
    {
        return Verdict::NotModified;
    }
    Verdict::Goes
}

/// Whether `*`, or one of the tags of all headers of this name, fits.
fn any(headers: &HeaderMap, name: &HeaderName, fits: impl Fn(&[u8]) -> bool) -> bool {
    headers.get_all(name).iter().any(|list| tags(list.as_bytes()).any(|tag| tag == b"*" || fits(tag)))
}

/// The members of a list of tags. A comma inside of quotes is part of a tag.
fn tags(list: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = list;
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            let mut quoted = false;
            let end = rest
                .iter()
                .position(|byte| {
                    quoted ^= *byte == b'"';
                    *byte == b',' && !quoted
                })
                .unwrap_or(rest.len());
            let tag = rest[..end].trim_ascii();
            rest = rest.get(end + 1..).unwrap_or_default();
            if !tag.is_empty() {
                return Some(tag);
            }
        }
    })
}

/// Section 8.8.3.2: both strong, and the same.
fn strong(tag: &[u8], known: Option<&HeaderValue>) -> bool {
    known.is_some_and(|known| !tag.starts_with(b"W/") && tag == known.as_bytes())
}

/// The same, whether weak or strong.
fn weak(tag: &[u8], known: Option<&HeaderValue>) -> bool {
    let opaque = |tag: &[u8]| tag.strip_prefix(b"W/").unwrap_or(tag).to_vec();
    known.is_some_and(|known| opaque(tag) == opaque(known.as_bytes()))
}

/// What is no date is no condition (sections 13.1.3 and 13.1.4).
fn date(value: Option<&HeaderValue>) -> Option<SystemTime> {
    httpdate::parse_http_date(value?.to_str().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::Verdict::{Failed, Goes, NotModified};
    use super::*;

    const BEFORE: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
    const MODIFIED: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    const AFTER: &str = "Sun, 06 Nov 1994 08:49:38 GMT";

    #[track_caller]
    fn check(conditions: &[(&str, &str)], etag: &str, get: Verdict, put: Verdict) {
        let mut headers = HeaderMap::new();
        for (name, value) in conditions {
            headers.append(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        }
        let (etag, modified) = (HeaderValue::from_str(etag).unwrap(), HeaderValue::from_static(MODIFIED));
        let known = Validators { etag: Some(&etag).filter(|tag| !tag.is_empty()), modified: Some(&modified) };
        for (method, verdict) in [(Method::GET, get), (Method::HEAD, get), (Method::PUT, put)] {
            assert_eq!(judge(&method, &headers, || known), verdict, "{method} {conditions:?} of {etag:?}");
        }
    }

    /// Every condition alone, with each outcome; then each pair, in the order of precedence.
    #[test]
    fn the_truth_table() {
        let (same, weak, other) = (r#""a""#, r#"W/"a""#, r#""b""#);
        check(&[], same, Goes, Goes);
        for (header, tag, etag, get, put) in [
            // If-Match: strong comparison
            ("if-match", same, same, Goes, Goes),
            ("if-match", other, same, Failed, Failed),
            ("if-match", weak, same, Failed, Failed),
            ("if-match", same, weak, Failed, Failed),
            ("if-match", weak, weak, Failed, Failed),
            ("if-match", "*", same, Goes, Goes),
            ("if-match", r#""b", "a""#, same, Goes, Goes),
            ("if-match", r#""x,y", "b""#, r#""x,y""#, Goes, Goes),
            ("if-match", r#""x", "y""#, r#""x,y""#, Failed, Failed),
            ("if-match", "a", same, Failed, Failed),
            ("if-match", same, "", Failed, Failed),
            // If-None-Match: weak comparison
            ("if-none-match", same, same, NotModified, Failed),
            ("if-none-match", other, same, Goes, Goes),
            ("if-none-match", weak, same, NotModified, Failed),
            ("if-none-match", same, weak, NotModified, Failed),
            ("if-none-match", weak, weak, NotModified, Failed),
            ("if-none-match", "*", same, NotModified, Failed),
            ("if-none-match", r#""b",W/"a" , "c""#, same, NotModified, Failed),
            ("if-none-match", ",, \"a\"", same, NotModified, Failed),
            ("if-none-match", "a", same, Goes, Goes),
            ("if-none-match", same, "", Goes, Goes),
            // dates
            ("if-modified-since", BEFORE, same, Goes, Goes),
            ("if-modified-since", MODIFIED, same, NotModified, Goes),
            ("if-modified-since", AFTER, same, NotModified, Goes),
            ("if-modified-since", "yesterday", same, Goes, Goes),
            ("if-unmodified-since", BEFORE, same, Failed, Failed),
            ("if-unmodified-since", MODIFIED, same, Goes, Goes),
            ("if-unmodified-since", AFTER, same, Goes, Goes),
            ("if-unmodified-since", "yesterday", same, Goes, Goes),
        ] {
            check(&[(header, tag)], etag, get, put);
        }
        // If-Match goes before If-Unmodified-Since
        check(&[("if-match", same), ("if-unmodified-since", BEFORE)], same, Goes, Goes);
        check(&[("if-match", other), ("if-unmodified-since", AFTER)], same, Failed, Failed);
        // If-None-Match goes before If-Modified-Since
        check(&[("if-none-match", other), ("if-modified-since", AFTER)], same, Goes, Goes);
        check(&[("if-none-match", same), ("if-modified-since", BEFORE)], same, NotModified, Failed);
        // what is counted on is asked before what is known
        check(&[("if-match", other), ("if-none-match", same)], same, Failed, Failed);
        check(&[("if-match", same), ("if-none-match", same)], same, NotModified, Failed);
        check(&[("if-unmodified-since", BEFORE), ("if-none-match", same)], same, Failed, Failed);
        check(&[("if-unmodified-since", AFTER), ("if-modified-since", AFTER)], same, NotModified, Goes);
        // several headers are one list
        check(&[("if-none-match", other), ("if-none-match", same)], same, NotModified, Failed);
        check(&[("if-match", other), ("if-match", same)], same, Goes, Goes);
    }
}
