//! The fields `RateLimit-Policy` and `RateLimit`, as draft-ietf-httpapi-ratelimit-headers-10 has them, and `Retry-After`.

use std::fmt::Write as _;
use std::time::Duration;

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

/// What the answer says of the limits around it.
#[derive(Debug, Default)]
pub(super) struct Fields {
    policies: String,
    standings: String,
}

impl Fields {
    /// Adds a limit: its policy, and where the caller stands.
    pub(super) fn add(&mut self, name: &str, policy: &str, standing: &Standing) {
        let separator = if self.policies.is_empty() { "" } else { ", " };
        self.policies.push_str(separator);
        self.policies.push_str(policy);
        let (remaining, reset) = (standing.remaining, whole_seconds(standing.reset));
        let _ = write!(self.standings, "{separator}{};r={remaining};t={reset}", quoted(name));
    }

    pub(super) fn write(&self, headers: &mut HeaderMap) {
        if self.policies.is_empty() {
            return;
        }
        for (name, text) in [(RATELIMIT_POLICY, &self.policies), (RATELIMIT, &self.standings)] {
            if let Ok(value) = HeaderValue::try_from(text) {
                headers.append(name, value);
            }
        }
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
