//! The `Authorization` header.

use http::header::AUTHORIZATION;

use crate::request::RequestContext;

/// The value of the `Authorization` header, if it is there and not empty.
///
/// Of several such headers none is believed, nor one with anything but visible ASCII, spaces and tabs.
pub fn authorization(cx: &RequestContext) -> Option<&str> {
    let mut headers = cx.headers().get_all(AUTHORIZATION).iter();
    let header = headers.next().filter(|_| headers.next().is_none())?;
    header.to_str().ok().filter(|text| !text.is_empty())
}

/// The scheme and the rest of it, parted at the first space.
fn parted(header: &str) -> Option<(&str, &str)> {
    let (scheme, credentials) = header.split_once(' ')?;
    let credentials = credentials.trim();
    (!scheme.is_empty() && !credentials.is_empty()).then_some((scheme, credentials))
}

/// The token of `Authorization: Bearer …` (RFC 6750, section 2.1), if there is one.
///
/// Of several `Authorization` headers none is believed, and an empty token is none.
pub fn bearer_credentials(cx: &RequestContext) -> Option<&str> {
    let (scheme, token) = parted(authorization(cx)?)?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

/// What stands in an `Authorization` header: a scheme, as the client has spelled it, and credentials.
#[derive(Clone)]
pub struct Credentials {
    text: String,
    space: usize,
}

impl Credentials {
    /// Credentials of a scheme.
    pub fn new(scheme: &str, credentials: &str) -> Self {
        Self { text: format!("{scheme} {credentials}"), space: scheme.len() }
    }

    /// Those of the request, of a scheme that `accepts` accepts.
    pub(super) fn of(cx: &RequestContext, accepts: fn(&str) -> bool) -> Option<Self> {
        let (scheme, credentials) = parted(authorization(cx)?)?;
        accepts(scheme).then(|| Self::new(scheme, credentials))
    }

    /// The scheme, as the client has spelled it.
    pub fn scheme(&self) -> &str {
        &self.text[..self.space]
    }

    /// What stands behind the scheme.
    pub fn credentials(&self) -> &str {
        &self.text[self.space + 1..]
    }
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Credentials({} **********)", self.scheme())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_parted_at_its_first_space() {
        for (header, expected) in [
            ("Bearer abc", Some(("Bearer", "abc"))),
            ("Bearer  abc", Some(("Bearer", "abc"))),
            ("Bearer abc def", Some(("Bearer", "abc def"))),
            ("Bearer\tabc", None),
            ("Bearer", None),
            ("Bearer ", None),
            (" abc", None),
        ] {
            assert_eq!(parted(header), expected, "{header:?}");
        }
    }

    #[test]
    fn debug_hides_the_credentials() {
        let credentials = Credentials::new("Bearer", "abc");
        assert_eq!((credentials.scheme(), credentials.credentials()), ("Bearer", "abc"));
        assert_eq!(format!("{credentials:?}"), "Credentials(Bearer **********)");
    }
}
