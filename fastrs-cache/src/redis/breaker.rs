//! Whether it is worth asking.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

/// So many failures in a row open it.
const FAILURES: u32 = 5;

/// How often one request tries again while it is open.
const RETRY: Duration = Duration::from_secs(1);

/// How often a server that stays away is told of.
const TELL: Duration = Duration::from_secs(10);

/// Closed as long as commands succeed; open after a few failures in a row, but for one command each second.
#[derive(Debug)]
pub(super) struct Breaker {
    start: Instant,
    failures: AtomicU32,
    /// Milliseconds after the start, as the next one.
    next_try: AtomicU64,
    next_word: AtomicU64,
    /// Failures that were not told.
    untold: AtomicU64,
}

impl Breaker {
    pub(super) fn new() -> Self {
        Self {
            start: Instant::now(),
            failures: AtomicU32::new(0),
            next_try: AtomicU64::new(0),
            next_word: AtomicU64::new(0),
            untold: AtomicU64::new(0),
        }
    }

    fn now(&self) -> u64 {
        self.start.elapsed().as_millis() as u64
    }

    /// Whether a command may go out.
    pub(super) fn lets_through(&self) -> bool {
        if self.failures.load(Ordering::Relaxed) < FAILURES {
            return true;
        }
        let (now, next) = (self.now(), self.next_try.load(Ordering::Relaxed));
        let later = now + RETRY.as_millis() as u64;
        now >= next
            && self.next_try.compare_exchange(next, later, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    pub(super) fn succeeded(&self) {
        if self.failures.load(Ordering::Relaxed) == 0 {
            return;
        }
        if self.failures.swap(0, Ordering::Relaxed) >= FAILURES {
            tracing::info!("redis is back");
        }
    }

    /// Notes a failure. Says how many there were since the last word of it, where it is time for one.
    pub(super) fn failed(&self) -> Option<u64> {
        let failures = self.failures.fetch_add(1, Ordering::Relaxed).saturating_add(1);
        let now = self.now();
        if failures >= FAILURES {
            self.next_try.fetch_max(now + RETRY.as_millis() as u64, Ordering::Relaxed);
        }
        self.untold.fetch_add(1, Ordering::Relaxed);
        let (word, later) = (self.next_word.load(Ordering::Relaxed), now + TELL.as_millis() as u64);
        let tells = now >= word
            && self.next_word.compare_exchange(word, later, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        tells.then(|| self.untold.swap(0, Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_opens_after_failures_and_tries_once_a_second() {
        let breaker = Breaker::new();
        let words: Vec<_> = (0..5).map(|_| breaker.failed()).collect();
        assert_eq!(words, [Some(1), None, None, None, None]);
        assert!(!breaker.lets_through());
        tokio::time::advance(RETRY).await;
        assert!(breaker.lets_through());
        assert!(!breaker.lets_through(), "one of them is enough");
        breaker.succeeded();
        assert!(breaker.lets_through() && breaker.lets_through());
        tokio::time::advance(TELL).await;
        assert_eq!(breaker.failed(), Some(5), "what was not told before is counted");
    }
}
