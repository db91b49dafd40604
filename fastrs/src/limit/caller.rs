//! Who asks, and what it costs.

use std::fmt::Write as _;
use std::net::IpAddr;
use std::sync::Arc;

use http::header::HeaderName;
use http::{HeaderMap, Method, Uri};

use crate::request::{ClientAddr, Principal, RequestContext};

/// A request as a limit sees it.
#[derive(Debug, Clone, Copy)]
pub struct LimitedRequest<'a> {
    method: &'a Method,
    uri: &'a Uri,
    headers: &'a HeaderMap,
    client: Option<ClientAddr>,
    principal: Option<&'a Principal>,
}

impl<'a> LimitedRequest<'a> {
    pub(super) fn of(cx: &'a RequestContext) -> Self {
        let parts = cx.parts();
        Self {
            method: &parts.method,
            uri: &parts.uri,
            headers: &parts.headers,
            client: cx.client_addr(),
            principal: cx.principal(),
        }
    }

    pub(super) fn outside(request: &'a crate::request::Request, client: Option<ClientAddr>) -> Self {
        Self {
            method: request.method(),
            uri: request.uri(),
            headers: request.headers(),
            client,
            principal: None,
        }
    }

    /// The method.
    pub fn method(&self) -> &'a Method {
        self.method
    }

    /// The address that is asked for.
    pub fn uri(&self) -> &'a Uri {
        self.uri
    }

    /// The headers.
    pub fn headers(&self) -> &'a HeaderMap {
        self.headers
    }

    /// The address of the client: what a trusted proxy says, where it comes through one.
    pub fn client_addr(&self) -> Option<ClientAddr> {
        self.client
    }
}

type KeyFn = dyn Fn(&LimitedRequest<'_>) -> Option<String> + Send + Sync;
type CostFn = dyn Fn(&LimitedRequest<'_>) -> u32 + Send + Sync;

/// Who has a count of its own.
#[derive(Clone)]
pub(crate) enum Caller {
    Address,
    Principal,
    Header(HeaderName),
    Function(Arc<KeyFn>),
    All,
}

impl Caller {
    /// Appends what tells the caller from all others, and says whether there is such. The first letter keeps the kinds
    /// apart.
    pub(super) fn write(&self, request: &LimitedRequest<'_>, key: &mut String) -> bool {
        match self {
            Self::Address => address(request, key),
            Self::Principal => match request.principal {
                Some(principal) => {
                    key.push('p');
                    key.push_str(principal.id());
                }
                None => address(request, key),
            },
            Self::Header(name) => match request.headers.get(name) {
                Some(value) => {
                    key.push('h');
                    key.push_str(&String::from_utf8_lossy(value.as_bytes()));
                }
                None => address(request, key),
            },
            Self::Function(function) => match function(request) {
                Some(own) => {
                    key.push('f');
                    key.push_str(&own);
                }
                None => return false,
            },
            Self::All => key.push('*'),
        }
        true
    }
}

/// Whoever has one address of IPv6 has a /64 of them.
fn address(request: &LimitedRequest<'_>, key: &mut String) {
    let Some(ClientAddr(client)) = request.client else { return key.push('?') };
    key.push('a');
    match client.ip().to_canonical() {
        IpAddr::V4(address) => {
            for (index, part) in address.octets().into_iter().enumerate() {
                if index > 0 {
                    key.push('.');
                }
                key.push_str(itoa::Buffer::new().format(part));
            }
        }
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            let _ = write!(key, "{a:x}:{b:x}:{c:x}:{d:x}");
        }
    }
}

/// What a request takes from the quota.
#[derive(Clone)]
pub(crate) enum Cost {
    One,
    Function(Arc<CostFn>),
}

impl Cost {
    pub(super) fn of(&self, request: &LimitedRequest<'_>) -> u32 {
        match self {
            Self::One => 1,
            Self::Function(function) => function(request),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(client: Option<&str>, key: &str) {
        let request = crate::request::Request::default();
        let client = client.map(|client| ClientAddr(format!("{client}:1").parse().unwrap()));
        let mut written = String::new();
        assert!(Caller::Address.write(&LimitedRequest::outside(&request, client), &mut written));
        assert_eq!(written, key);
    }

    #[test]
    fn an_address_is_a_host() {
        check(Some("192.0.2.7"), "a192.0.2.7");
        check(Some("[::ffff:192.0.2.7]"), "a192.0.2.7");
        check(Some("[2001:db8:1:2:3:4:5:6]"), "a2001:db8:1:2");
        check(Some("[2001:db8:1:2:ffff::1]"), "a2001:db8:1:2");
        check(Some("[2001:db8:1:3::1]"), "a2001:db8:1:3");
        check(None, "?");
    }
}
