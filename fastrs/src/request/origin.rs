//! The scheme and the host that a client called.

use std::sync::Arc;

use http::header::HOST;
use http::uri::Authority;
use http::{Extensions, HeaderMap, Uri};

use super::Forwarded;

/// What a trusted proxy says, or `http`.
pub(crate) fn scheme(extensions: &Extensions) -> &'static str {
    extensions.get::<Forwarded>().and_then(|forwarded| forwarded.scheme).unwrap_or("http")
}

/// Where the app is on its server, for layers, which stand before the app.
#[derive(Debug, Clone)]
pub(crate) struct RootPath(pub(crate) Arc<str>);

/// The path with the one that the app is under, whether or not a proxy has taken that off.
pub(crate) fn whole_path(uri: &Uri, extensions: &Extensions) -> String {
    let path = uri.path();
    match extensions.get::<RootPath>() {
        Some(RootPath(root)) if !is_under(path, root) => format!("{root}{path}"),
        _ => path.to_owned(),
    }
}

/// Whether a path is `prefix`, or one below it.
pub(crate) fn is_under(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What a trusted proxy says, or the request itself: the client's word. One with a user (`shop.example:x@evil.example`)
/// is none: whoever reads it to the first colon takes it for another host.
pub(crate) fn host<'r>(uri: &'r Uri, headers: &'r HeaderMap, extensions: &'r Extensions) -> Option<&'r str> {
    let said = extensions.get::<Forwarded>().and_then(|forwarded| forwarded.host.as_deref());
    let header = || {
        let host = headers.get(HOST)?.to_str().ok()?;
        host.parse::<Authority>().is_ok().then_some(host)
    };
    let host = said.or_else(|| uri.authority().map(Authority::as_str)).or_else(header)?;
    (!host.contains('@')).then_some(host)
}
