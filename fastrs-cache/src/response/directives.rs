//! `Cache-Control` (RFC 9111, section 5.2).

use std::time::Duration;

use fastrs::http::HeaderMap;
use fastrs::http::header::{CACHE_CONTROL, HeaderValue, PRAGMA};

/// What a request wants of caches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Wants {
    /// Nothing is to be kept of it, nor given from what was kept.
    pub(super) no_store: bool,
    /// Only what has been made for it.
    pub(super) no_cache: bool,
    /// Nothing that would have to be made.
    pub(super) only_if_cached: bool,
    pub(super) max_age: Option<Duration>,
    pub(super) min_fresh: Option<Duration>,
}

impl Wants {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let mut wants = Self::default();
        let (mut controlled, mut pragma) = (false, false);
        // Most requests have neither: one walk over the names is less than two searches.
        for name in headers.keys() {
            controlled |= *name == CACHE_CONTROL;
            pragma |= *name == PRAGMA;
        }
        if !controlled {
            // Section 5.4: only where there is no Cache-Control.
            let is_old_word = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"no-cache");
            wants.no_cache = pragma && headers.get(PRAGMA).is_some_and(is_old_word);
            return wants;
        }
        each(headers, |name, value| match name {
            "no-store" => wants.no_store = true,
            "no-cache" => wants.no_cache = true,
            "only-if-cached" => wants.only_if_cached = true,
            "max-age" => wants.max_age = Some(seconds(value)),
            "min-fresh" => wants.min_fresh = Some(seconds(value)),
            _ => {}
        });
        wants
    }

    /// Whether not everything fresh will do.
    pub(super) fn is_picky(&self) -> bool {
        self.no_cache || self.max_age.is_some() || self.min_fresh.is_some()
    }

    /// Whether something of this age, fresh for so long in all, will do.
    pub(super) fn accepts(&self, age: Duration, lifetime: Duration) -> bool {
        !self.no_store
            && !self.no_cache
            // A client that says `max-age=0` takes nothing that is older than now.
            && self.max_age.is_none_or(|most| !most.is_zero() && age <= most)
            && self.min_fresh.is_none_or(|least| age + least <= lifetime)
    }
}

/// What an answer says of itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Says {
    pub(super) no_store: bool,
    pub(super) no_cache: bool,
    pub(super) private: bool,
    pub(super) max_age: Option<Duration>,
    pub(super) s_maxage: Option<Duration>,
}

impl Says {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let mut says = Self::default();
        each(headers, |name, value| match name {
            "no-store" => says.no_store = true,
            "no-cache" => says.no_cache = true,
            "private" => says.private = true,
            "max-age" => says.max_age = Some(seconds(value)),
            "s-maxage" => says.s_maxage = Some(seconds(value)),
            _ => {}
        });
        says
    }

    /// How long it is fresh, where it says.
    pub(super) fn lifetime(&self) -> Option<Duration> {
        self.s_maxage.or(self.max_age)
    }
}

/// Calls `take` with every directive, its name in small letters.
fn each(headers: &HeaderMap, mut take: impl FnMut(&str, &str)) {
    for list in headers.get_all(CACHE_CONTROL) {
        let Ok(list) = list.to_str() else { continue };
        for directive in list.split(',') {
            let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
            take(&name.trim().to_ascii_lowercase(), value.trim().trim_matches('"'));
        }
    }
}

/// Section 1.2.2: what is too large counts as very large; what is no number counts as stale.
fn seconds(value: &str) -> Duration {
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    Duration::from_secs(if is_number { value.parse().unwrap_or(1 << 31) } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(value: &str) -> HeaderMap {
        HeaderMap::from_iter([(CACHE_CONTROL, value.parse().unwrap())])
    }

    #[track_caller]
    fn check(request: &str, age: u64, accepted: bool) {
        let wants = Wants::of(&headers(request));
        let accepts = wants.accepts(Duration::from_secs(age), Duration::from_secs(60));
        assert_eq!(accepts, accepted, "{request} at {age} s of 60");
    }

    #[test]
    fn a_request_says_how_old_its_answer_may_be() {
        check("", 59, true);
        check("no-cache", 0, false);
        check("No-Store", 0, false);
        check("max-age=10", 10, true);
        check("max-age=10", 11, false);
        check("max-age=\"10\"", 11, false);
        check("max-age=0", 0, false);
        check("max-age=ten", 0, false);
        check("max-age=99999999999999999999", 59, true);
        check("min-fresh=20", 40, true);
        check("min-fresh=20", 41, false);
        check("max-age=30, min-fresh=40", 25, false);
        check("no-transform, max-stale=5, unknown=1", 5, true);
    }

    #[test]
    fn the_old_word_counts_where_there_is_no_new_one() {
        let mut headers = HeaderMap::from_iter([(PRAGMA, "no-cache".parse().unwrap())]);
        assert!(Wants::of(&headers).no_cache);
        headers.insert(CACHE_CONTROL, "max-age=5".parse().unwrap());
        assert!(!Wants::of(&headers).no_cache);
    }

    #[test]
    fn an_answer_says_how_long_it_may_be_kept() {
        let says = Says::of(&headers("private, max-age=5, S-MaxAge=7"));
        assert_eq!(
            (says.private, says.no_store, says.lifetime()),
            (true, false, Some(Duration::from_secs(7)))
        );
    }
}
