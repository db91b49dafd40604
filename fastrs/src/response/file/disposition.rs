//! `Content-Disposition` (RFC 6266).

use http::header::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but what may stand in a plain file name.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'-').remove(b'~');

/// A plain name in quotes; any other in the encoding of RFC 8187, in which nothing can be smuggled.
pub(super) fn header(kind: &str, name: &str) -> HeaderValue {
    let encoded = utf8_percent_encode(name, ENCODED).to_string();
    let text = if encoded == name {
        format!("{kind}; filename=\"{name}\"")
    } else {
        format!("{kind}; filename*=utf-8''{encoded}")
    };
    HeaderValue::try_from(text).expect("ASCII")
}
