//! An answer with a status, headers and cookies of its own.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::{HeaderName, HeaderValue, SET_COOKIE};
use http::{HeaderMap, StatusCode};

use super::{InternalError, IntoResponse, Response};
use crate::describe::Responses;

/// An answer with more than a body.
///
/// A status that is set here must be named by the operation, as its `status` or among its `responses`;
/// another one is a fault of the program, logged and answered with 500.
///
/// ```
/// use fastrs::prelude::*;
///
/// #[get("/greet")]
/// async fn greet() -> Reply<&'static str> {
///     Reply::new("hello").header("x-greeting", "1").cookie(Cookie::new("seen", "yes"))
/// }
/// ```
#[derive(Debug)]
pub struct Reply<T> {
    body: T,
    status: Option<u16>,
    headers: HeaderMap,
    fault: Option<String>,
}

/// Marks a response whose status was chosen at run time and so must be among the declared ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Declared;

impl<T> Reply<T> {
    /// Answers with `body`.
    pub fn new(body: T) -> Self {
        Self { body, status: None, headers: HeaderMap::new(), fault: None }
    }

    /// Sets the status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Adds a header. A name or value that cannot be one makes the answer a 500, never a header less.
    #[must_use]
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let name = HeaderName::try_from(name.as_ref());
        let value = HeaderValue::try_from(value.as_ref());
        match (name, value) {
            (Ok(name), Ok(value)) => _ = self.headers.append(name, value),
            (Err(error), _) => self.fault = Some(format!("a reply's header name: {error}")),
            (_, Err(error)) => self.fault = Some(format!("a reply's header value: {error}")),
        }
        self
    }

    /// Adds a cookie.
    #[must_use]
    pub fn cookie(mut self, cookie: Cookie) -> Self {
        match cookie.to_header() {
            Ok(value) => _ = self.headers.append(SET_COOKIE, value),
            Err(fault) => self.fault = Some(fault),
        }
        self
    }
}

impl<T: IntoResponse> IntoResponse for Reply<T> {
    fn into_response(self, success: StatusCode) -> Response {
        if let Some(fault) = self.fault {
            return InternalError::new(fault).into_response();
        }
        let status = match self.status.map(StatusCode::from_u16) {
            None => success,
            Some(Ok(status)) => status,
            Some(Err(error)) => return InternalError::new(error).into_response(),
        };
        let mut response = self.body.into_response(status);
        response.headers_mut().extend(self.headers);
        if self.status.is_some() {
            response.extensions_mut().insert(Declared);
        }
        response
    }

    fn describe(success: StatusCode, responses: &mut Responses) {
        T::describe(success, responses);
    }
}

/// Whether a browser sends a cookie along with requests from other sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameSite {
    /// Never.
    Strict,
    /// Only when the user follows a link.
    Lax,
    /// Always; such a cookie must be `Secure`.
    None,
}

/// A cookie to set (RFC 6265, section 4.1): for the whole site (`Path=/`) and `SameSite=lax` unless changed.
#[derive(Debug, Clone)]
pub struct Cookie {
    name: String,
    value: String,
    path: Option<String>,
    domain: Option<String>,
    expires: Option<SystemTime>,
    max_age: Option<Duration>,
    partitioned: bool,
    secure: bool,
    http_only: bool,
    same_site: Option<SameSite>,
}

impl Cookie {
    /// A cookie that lasts as long as the browser runs.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
            path: Some("/".into()),
            domain: None,
            expires: None,
            max_age: None,
            partitioned: false,
            secure: false,
            http_only: false,
            same_site: Some(SameSite::Lax),
        }
    }

    /// A cookie that deletes the one of this name. Where that was set with a path or a domain, this needs the same.
    pub fn removal(name: impl Into<String>) -> Self {
        Self::new(name, "").max_age(Duration::ZERO).expires(UNIX_EPOCH)
    }

    /// Sets the path under which it is sent.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Sets the domain to whose hosts it is sent.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    /// Sets how long it lasts, to the second.
    #[must_use]
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = Some(age);
        self
    }

    /// Sets when it ends, to the second; `max_age` goes before it.
    #[must_use]
    pub fn expires(mut self, at: SystemTime) -> Self {
        self.expires = Some(at);
        self
    }

    /// Keeps it apart for each site in which this one is embedded (CHIPS).
    #[must_use]
    pub fn partitioned(mut self) -> Self {
        self.partitioned = true;
        self
    }

    /// Sends it over TLS alone.
    #[must_use]
    pub fn secure(mut self) -> Self {
        self.secure = true;
        self
    }

    /// Hides it from scripts.
    #[must_use]
    pub fn http_only(mut self) -> Self {
        self.http_only = true;
        self
    }

    /// Sets whether it is sent along from other sites.
    #[must_use]
    pub fn same_site(mut self, same_site: SameSite) -> Self {
        self.same_site = Some(same_site);
        self
    }

    fn to_header(&self) -> Result<HeaderValue, String> {
        let name_ok = !self.name.is_empty() && self.name.bytes().all(is_token);
        if !name_ok {
            return Err(format!("`{}` cannot be the name of a cookie", self.name.escape_debug()));
        }
        let attributes = [&self.path, &self.domain].into_iter().flatten();
        if self.value.chars().any(char::is_control)
            || attributes.clone().any(|text| text.contains(|c: char| c == ';' || c.is_control()))
        {
            return Err(format!("the cookie `{}` has a value that cannot be sent", self.name));
        }
        let mut text = format!("{}={}", self.name, quoted(&self.value));
        if let Some(domain) = &self.domain {
            let _ = write!(text, "; Domain={domain}");
        }
        if let Some(at) = self.expires {
            let date = at.clamp(UNIX_EPOCH, UNIX_EPOCH + LAST_DATE);
            let _ = write!(text, "; expires={}", httpdate::fmt_http_date(date));
        }
        if self.http_only {
            text += "; HttpOnly";
        }
        if let Some(age) = self.max_age {
            let _ = write!(text, "; Max-Age={}", age.as_secs());
        }
        if self.partitioned {
            text += "; Partitioned";
        }
        if let Some(path) = &self.path {
            let _ = write!(text, "; Path={path}");
        }
        if let Some(same_site) = self.same_site {
            let word = match same_site {
                SameSite::Strict => "strict",
                SameSite::Lax => "lax",
                SameSite::None => "none",
            };
            let _ = write!(text, "; SameSite={word}");
        }
        if self.secure {
            text += "; Secure";
        }
        HeaderValue::try_from(text).map_err(|error| format!("the cookie `{}`: {error}", self.name))
    }
}

/// The end of the year 9999: a date has a year of four digits.
const LAST_DATE: Duration = Duration::from_secs(253_402_300_799);

/// A character of a token (RFC 9110, section 5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// The value, in quotes with octal escapes where it has characters that a bare value cannot have.
fn quoted(value: &str) -> String {
    let bare = |byte: u8| is_token(byte) || b":=/?@[](){}<>".contains(&byte);
    if !value.is_empty() && value.bytes().all(bare) {
        return value.to_owned();
    }
    let mut text = String::from('"');
    for byte in value.bytes() {
        match byte {
            b'"' | b'\\' => {
                text.push('\\');
                text.push(byte as char);
            }
            b',' | b';' | 0x80.. => {
                let _ = write!(text, "\\{byte:03o}");
            }
            byte => text.push(byte as char),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_written_as_fastapi_does() {
        let cookie = Cookie::new("k", "v").to_header().unwrap();
        assert_eq!(cookie, "k=v; Path=/; SameSite=lax");
        let full = Cookie::new("k", "a b;ü").secure().http_only().max_age(Duration::from_secs(60)).path("/x");
        assert_eq!(
            full.to_header().unwrap(),
            "k=\"a b\\073\\303\\274\"; HttpOnly; Max-Age=60; Path=/x; SameSite=lax; Secure"
        );
    }

    #[test]
    fn nothing_can_be_smuggled_into_a_cookie() {
        assert!(Cookie::new("a b", "v").to_header().is_err());
        assert!(Cookie::new("k", "v\r\nx: y").to_header().is_err());
        assert!(Cookie::new("k", "v").path("/;Domain=evil").to_header().is_err());
    }
}
