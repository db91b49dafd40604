//! What tells one version of a file from another (RFC 9110, section 8.8), and whether the client has this one.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use http::header::{ETAG, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, LAST_MODIFIED};

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
    let tags =
        request.get_all(IF_NONE_MATCH).iter().flat_map(|list| list.as_bytes().split(|byte| *byte == b','));
    tags.map(<[u8]>::trim_ascii).any(|known| {
        let strong = known.strip_prefix(b"W/").unwrap_or(known);
        strong == b"*" || strong == tag.as_bytes()
    })
}

/// Whether a part of this version is of use to the client: `If-Range` names it, or is not there.
pub(super) fn allows_range(request: &HeaderMap, file: &HeaderMap) -> bool {
    let Some(wanted) = request.get(IF_RANGE) else { return true };
    Some(wanted) == file.get(ETAG) || Some(wanted) == file.get(LAST_MODIFIED)
}

fn date(header: Option<&HeaderValue>) -> Option<SystemTime> {
    httpdate::parse_http_date(header?.to_str().ok()?).ok()
}
