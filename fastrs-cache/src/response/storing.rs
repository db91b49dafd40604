//! Which answers may be kept, and as what (RFC 9111, section 3).

use std::time::{Duration, UNIX_EPOCH};

use fastrs::Response;
use fastrs::bytes::{BufMut as _, Bytes, BytesMut};
use fastrs::caching::CacheMiss;
use fastrs::http::header::{
    AGE, CACHE_CONTROL, CONNECTION, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderName, HeaderValue,
    LAST_MODIFIED, SET_COOKIE, TRANSFER_ENCODING, VARY,
};
use fastrs::http::{HeaderMap, StatusCode};

use super::directives::Says;
use crate::cache::jittered;
use crate::codec::Entry;
use crate::key::etag;

/// An answer as it is kept.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// How long an answer to this request may be kept; nothing, if it may not be.
pub(super) fn lifetime(request: &CacheMiss, response: &Response) -> Option<Duration> {
    let headers = response.headers();
    let says = Says::of(headers);
    if says.no_store || says.no_cache || headers.contains_key(SET_COOKIE) {
        return None;
    }
    // An answer for one is kept where only that one finds it, or not at all.
    if says.private && !request.is_private {
        return None;
    }
    if !is_known(headers, request.vary.as_ref()) {
        return None;
    }
    let own = match response.status() {
        StatusCode::OK
        | StatusCode::NON_AUTHORITATIVE_INFORMATION
        | StatusCode::NO_CONTENT
        | StatusCode::MOVED_PERMANENTLY
        | StatusCode::PERMANENT_REDIRECT => request.info.lifetime,
        StatusCode::NOT_FOUND | StatusCode::GONE => request.info.negative,
        _ => return None,
    };
    Some(says.lifetime().unwrap_or(own)).filter(|lifetime| !lifetime.is_zero())
}

/// Whether all that the answer says it depends on is a part of the key.
fn is_known(headers: &HeaderMap, vary: Option<&HeaderValue>) -> bool {
    let declared = vary.and_then(|vary| vary.to_str().ok()).unwrap_or_default();
    let is_declared = |name: &str| declared.split(", ").any(|known| known.eq_ignore_ascii_case(name));
    headers.get_all(VARY).iter().all(|list| match list.to_str() {
        Ok(list) => list.split(',').map(str::trim).filter(|name| !name.is_empty()).all(is_declared),
        Err(_) => false,
    })
}

/// Gives an answer what a cached one has: a validator, a date, and what others may do with it.
pub(super) fn prepare(request: &CacheMiss, kept: &mut Kept, lifetime: Duration, made: u64) {
    let headers = &mut kept.headers;
    for name in [CONNECTION, TRANSFER_ENCODING, AGE] {
        headers.remove(name);
    }
    if !headers.contains_key(ETAG) {
        let part = |name| headers.get(name).map_or(&b""[..], HeaderValue::as_bytes);
        let tag = etag([part(CONTENT_TYPE), part(CONTENT_ENCODING), &kept.body]);
        insert(headers, ETAG, &tag);
    }
    if !headers.contains_key(LAST_MODIFIED) {
        let date = UNIX_EPOCH + Duration::from_secs(made / 1000);
        insert(headers, LAST_MODIFIED, &httpdate::fmt_http_date(date));
    }
    if !headers.contains_key(CACHE_CONTROL) {
        let whose = if request.is_private { "private" } else { "public" };
        // What can be invalidated here cannot be there: clients keep it, and ask whether it is still so.
        let text = match request.tags.is_empty() {
            true => format!("{whose}, max-age={}", lifetime.as_secs()),
            false => format!("{whose}, no-cache"),
        };
        insert(headers, CACHE_CONTROL, &text);
    }
    // An answer is given as new, unless its age is another.
    headers.insert(AGE, HeaderValue::from_static("0"));
    if let Some(vary) = &request.vary {
        headers.insert(VARY, vary.clone());
    }
}

fn insert(headers: &mut HeaderMap, name: HeaderName, text: &str) {
    if let Ok(value) = HeaderValue::try_from(text) {
        headers.insert(name, value);
    }
}

/// The entry of an answer. What was made together does not end together.
pub(super) fn entry(request: &CacheMiss, kept: &Kept, lifetime: Duration) -> Entry {
    let fresh = if lifetime < Duration::from_secs(10) { lifetime } else { jittered(lifetime) };
    Entry::new(write(kept), fresh, request.info.stale)
}

/// Status, headers and body, each with its length before it.
pub(super) fn write(kept: &Kept) -> Bytes {
    let mut out = BytesMut::with_capacity(kept.body.len() + 256);
    out.put_u16_le(kept.status.as_u16());
    out.put_u16_le(kept.headers.len() as u16);
    for (name, value) in &kept.headers {
        out.put_u16_le(name.as_str().len() as u16);
        out.put_slice(name.as_str().as_bytes());
        out.put_u32_le(value.len() as u32);
        out.put_slice(value.as_bytes());
    }
    out.put_slice(&kept.body);
    out.freeze()
}

/// Nothing, where something else stands there.
pub(super) fn read(bytes: &Bytes) -> Option<Kept> {
    let mut at = 0;
    let mut take = |length: usize| {
        let end = at + length;
        let taken = (end <= bytes.len()).then(|| bytes.slice(at..end));
        at = end.min(bytes.len());
        taken
    };
    let u16_of = |bytes: Bytes| Some(u16::from_le_bytes((*bytes).try_into().ok()?));
    let status = StatusCode::from_u16(take(2).and_then(u16_of)?).ok()?;
    let count = take(2).and_then(u16_of)?;
    let mut headers = HeaderMap::with_capacity(count.min(64).into());
    for _ in 0..count {
        let length = take(2).and_then(u16_of)?;
        let name = HeaderName::from_bytes(&take(length.into())?).ok()?;
        let length = u32::from_le_bytes((*take(4)?).try_into().ok()?);
        let value = HeaderValue::from_maybe_shared(take(length as usize)?).ok()?;
        headers.append(name, value);
    }
    Some(Kept { status, headers, body: bytes.slice(at..) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_back_as_it_was_and_nothing_else_is_one() {
        let headers = [(CONTENT_TYPE, "text/plain"), (VARY, "a"), (VARY, "b")];
        let headers =
            HeaderMap::from_iter(headers.map(|(name, value)| (name, HeaderValue::from_static(value))));
        let kept = Kept { status: StatusCode::OK, headers, body: Bytes::from_static(b"body") };
        let written = write(&kept);
        let again = read(&written).unwrap();
        assert_eq!((again.status, &again.headers, &again.body), (kept.status, &kept.headers, &kept.body));
        for length in 0..written.len() - 4 {
            assert!(read(&written.slice(..length)).is_none_or(|read| read.headers.len() < 3), "{length}");
        }
        for place in 0..written.len() {
            let mut broken = written.to_vec();
            broken[place] ^= 0xff;
            let _ = read(&broken.into());
        }
    }
}
