//! The fields `RateLimit-Policy` and `RateLimit`, as draft-ietf-httpapi-ratelimit-headers-10 has them, and `Retry-After`.

use std::fmt::Write as _;
use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue, RETRY_AFTER};
use http::{HeaderMap, StatusCode};

use super::{Rate, Standing};

const RATELIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATELIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// One member of `RateLimit-Policy`: `"login";q=5;w=300`.
pub(super) fn policy(name: &str, rate: &Rate) -> String {
    let mut text = quoted(name);
    let _ = write!(text, ";q={};w={}", rate.quota(), whole_seconds(rate.window()));
    text
}

/// A name as a String of structured fields (RFC 9651, section 3.3.3): printable ASCII.
fn quoted(name: &str) -> String {
    let mut text = String::from('"');
    for c in name.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            ' '..='~' => text.push(c),
            _ => text.push('?'),
        }
    }
    text.push('"');
    text
}

/// Seconds, rounded up: whoever waits so long has waited long enough.
fn whole_seconds(duration: Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}

/// How a member of `RateLimit` begins: `"login";r=`.
pub(super) fn standing_of(name: &str) -> String {
    format!("{};r=", quoted(name))
}

/// What the answer says of the limits around it.
#[derive(Debug, Default)]
pub(super) struct Fields {
    policies: Vec<u8>,
    /// The policies, where they are those of all requests.
    usual: Option<HeaderValue>,
    standings: Vec<u8>,
}

impl Fields {
    /// Says of which policies all that is added is, made once for all requests.
    pub(super) fn with_policies(policies: HeaderValue) -> Self {
        Self { usual: Some(policies), standings: Vec::with_capacity(48), policies: Vec::new() }
    }

    /// Adds a limit: its policy, and where the caller stands.
    pub(super) fn add(&mut self, begin: &str, policy: &str, standing: &Standing) {
        if self.usual.is_none() {
            separate(&mut self.policies);
            self.policies.extend_from_slice(policy.as_bytes());
        }
        separate(&mut self.standings);
        self.standings.extend_from_slice(begin.as_bytes());
        let mut number = itoa::Buffer::new();
        self.standings.extend_from_slice(number.format(standing.remaining).as_bytes());
        self.standings.extend_from_slice(b";t=");
        self.standings.extend_from_slice(number.format(whole_seconds(standing.reset)).as_bytes());
    }

    /// Writes them on an answer, once.
    pub(super) fn write(&mut self, headers: &mut HeaderMap) {
        if self.standings.is_empty() {
            return;
        }
        let value =
            |text: &mut Vec<u8>| HeaderValue::from_maybe_shared(Bytes::from(std::mem::take(text))).ok();
        let policies = self.usual.take().or_else(|| value(&mut self.policies));
        for (name, value) in [(RATELIMIT_POLICY, policies), (RATELIMIT, value(&mut self.standings))] {
            if let Some(value) = value {
                headers.append(name, value);
            }
        }
    }
}

fn separate(list: &mut Vec<u8>) {
    if !list.is_empty() {
        list.extend_from_slice(b", ");
    }
}

pub(super) fn write_retry_after(after: Duration, headers: &mut HeaderMap) {
    headers.insert(RETRY_AFTER, HeaderValue::from(whole_seconds(after).max(1)));
}

/// The headers as the document has them, with the statuses that they stand on beside all others.
pub(super) const DOCUMENTED: [(&str, &str); 2] = [
    ("RateLimit-Policy", "The limits: how many requests (`q`) in how many seconds (`w`)"),
    ("RateLimit", "Where the caller stands: requests left (`r`), seconds until there are more (`t`)"),
];

pub(super) const RETRY: (&str, &str) = ("Retry-After", "Seconds to wait before the next request");

pub(super) const REFUSED: StatusCode = StatusCode::TOO_MANY_REQUESTS;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_strings_of_structured_fields() {
        let rate = "5 / 1500 ms".parse().unwrap();
        assert_eq!(policy("a\"b\\ü", &rate), r#""a\"b\\?";q=5;w=2"#);
    }
}
