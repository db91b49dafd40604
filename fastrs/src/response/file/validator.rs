//! What tells one version of a file from another (RFC 9110, section 8.8), and whether the client has this one.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use http::header::{
    ETAG, HeaderName, HeaderValue, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, IF_UNMODIFIED_SINCE,
    LAST_MODIFIED,
};

/// `ETag` and `Last-Modified`; none where the file system does not say when a file was changed.
pub(super) fn headers(metadata: &Metadata) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let Ok(modified) = metadata.modified() else { return headers };
    let Ok(age) = modified.duration_since(UNIX_EPOCH) else { return headers };
    let tag = format!("\"{:x}-{:x}\"", age.as_nanos(), metadata.len());
    // The date has whole seconds, and years of four digits.
    let date = httpdate::fmt_http_date(modified.min(UNIX_EPOCH + LAST_DATE));
    for (name, text) in [(ETAG, tag), (LAST_MODIFIED, date)] {
        headers.insert(name, HeaderValue::try_from(text).expect("ASCII"));
    }
    headers
}

/// The end of the year 9999.
const LAST_DATE: Duration = Duration::from_secs(253_402_300_799);

/// Whether the file of these headers is the one that the client means, if it means one (RFC 9110, section 13.2.2: a date
/// counts only where no tag does).
pub(super) fn is_meant(request: &HeaderMap, file: &HeaderMap) -> bool {
    if request.contains_key(IF_MATCH) {
        let tag = file.get(ETAG).map(HeaderValue::as_bytes);
        // The strong comparison of section 13.1.1: a weak tag is never the file's, which is a strong one.
        return tags(request, &IF_MATCH).any(|known| known == b"*" || Some(known) == tag);
    }
    match (date(request.get(IF_UNMODIFIED_SINCE)), date(file.get(LAST_MODIFIED))) {
        (Some(since), Some(modified)) => modified <= since,
        _ => true,
    }
}

/// Whether the client has the file of these headers already.
pub(super) fn is_fresh(request: &HeaderMap, file: &HeaderMap) -> bool {
    let Some(tag) = file.get(ETAG) else { return false };
    if request.contains_key(IF_NONE_MATCH) {
        return none_match(request, tag);
    }
    match (date(request.get(IF_MODIFIED_SINCE)), date(file.get(LAST_MODIFIED))) {
        (Some(since), Some(modified)) => modified <= since,
        _ => false,
    }
}

/// Whether `If-None-Match` names this tag, by the weak comparison that it asks for (RFC 9110, section 13.1.2).
pub(crate) fn none_match(request: &HeaderMap, tag: &HeaderValue) -> bool {
    tags(request, &IF_NONE_MATCH).any(|known| {
        let strong = known.strip_prefix(b"W/").unwrap_or(known);
        strong == b"*" || strong == tag.as_bytes()
    })
}

/// The tags of all headers of this name. Those of files have no comma, so that it separates.
fn tags<'r>(request: &'r HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'r [u8]> {
    let lists = request.get_all(name).iter();
    lists.flat_map(|list| list.as_bytes().split(|byte| *byte == b',')).map(<[u8]>::trim_ascii)
}

/// Whether a part of this version is of use to the client: `If-Range` names it, or is not there.
pub(super) fn allows_range(request: &HeaderMap, file: &HeaderMap) -> bool {
    let Some(wanted) = request.get(IF_RANGE) else { return true };
    Some(wanted) == file.get(ETAG) || Some(wanted) == file.get(LAST_MODIFIED)
}

fn date(header: Option<&HeaderValue>) -> Option<SystemTime> {
    httpdate::parse_http_date(header?.to_str().ok()?).ok()
}
