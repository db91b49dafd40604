//! The scheme and the host that a client called.

use http::header::HOST;
use http::uri::Authority;
use http::{Extensions, HeaderMap, Uri};

use super::Forwarded;

/// What a trusted proxy says, or `http`.
pub(crate) fn scheme(extensions: &Extensions) -> &'static str {
    extensions.get::<Forwarded>().and_then(|forwarded| forwarded.scheme).unwrap_or("http")
}

/// What a trusted proxy says, or the request itself: the client's word.
pub(crate) fn host<'r>(uri: &'r Uri, headers: &'r HeaderMap, extensions: &'r Extensions) -> Option<&'r str> {
    let said = extensions.get::<Forwarded>().and_then(|forwarded| forwarded.host.as_deref());
    let header = || {
        let host = headers.get(HOST)?.to_str().ok()?;
        host.parse::<Authority>().is_ok().then_some(host)
    };
    said.or_else(|| uri.authority().map(Authority::as_str)).or_else(header)
}
