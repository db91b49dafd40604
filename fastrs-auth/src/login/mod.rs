//! How often somebody may try to log in.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use fastrs::HttpError;
use fastrs::describe::Responses;
use fastrs::http::StatusCode;
use fastrs::response::{IntoResponse, Response, describe_error};

/// Slots of a limit: a megabyte each, however many try.
const SLOTS: usize = 1 << 17;

/// Counts the attempts to log in, and refuses those beyond a limit. Make one at start-up, give it to the app as state,
/// and ask it before the password is looked at.
///
/// | limit | default | setting |
/// |---|---|---|
/// | failed attempts on one account from one address | 10 in 15 minutes | [`with_pair`](Self::with_pair) |
/// | failed attempts on one account from anywhere | 100 in 15 minutes | [`with_account`](Self::with_account) |
/// | failed attempts from one address | 50 in 15 minutes | [`with_address`](Self::with_address) |
///
/// The limits refill evenly: after ten failures in a row one more attempt is free every 90 seconds. An attempt that
/// succeeds does not count. Accounts that do not exist count like others, so that the answer tells nothing. Somebody who
/// guesses locks himself out long before the owner of the account.
///
/// Behind a proxy every client has the proxy's address, unless [`App::trusted_proxies`](fastrs::App::trusted_proxies)
/// names it: without that one guesser stops all log-ins.
///
/// Memory is fixed, three megabytes: accounts and addresses share slots by a keyed hash, and one of many thousands may,
/// for some minutes, be refused for another's failures. The counts are this process's own.
///
/// # Example
///
/// ```
/// use fastrs_auth::LoginGuard;
/// use std::net::Ipv4Addr;
/// use std::time::Duration;
///
/// let guard = LoginGuard::new().with_pair(2, Duration::from_secs(60));
/// let from = Some(Ipv4Addr::LOCALHOST.into());
///
/// let attempt = guard.admit("ann", from)?; // the password is checked here
/// attempt.succeeded();
///
/// guard.admit("ann", from)?;
/// guard.admit("ann", from)?;
/// assert!(guard.admit("ann", from).is_err());
/// assert!(guard.admit("bob", from).is_ok());
/// # Ok::<(), fastrs_auth::TooManyAttempts>(())
/// ```
#[derive(Clone)]
pub struct LoginGuard {
    limits: Arc<Limits>,
}

struct Limits {
    hasher: RandomState,
    began: Instant,
    pair: Limit,
    account: Limit,
    address: Limit,
}

/// An attempt that may be made. It counts as failed unless it is told otherwise: dropped, by a client that leaves before
/// the answer, it counts too.
#[derive(Debug)]
#[must_use = "an attempt counts as failed unless `succeeded` or `withdraw` is called"]
pub struct Attempt {
    guard: LoginGuard,
    slots: Slots,
}

/// What an attempt was taken from.
#[derive(Debug, Clone, Copy)]
struct Slots {
    pair: usize,
    account: usize,
    address: Option<usize>,
}

/// There were too many failed attempts: a 429 with `Retry-After`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyAttempts {
    /// How long to wait.
    pub retry_after: Duration,
}

impl LoginGuard {
    /// The defaults given above.
    pub fn new() -> Self {
        const QUARTER: Duration = Duration::from_secs(15 * 60);
        Self::of(Limit::new(10, QUARTER), Limit::new(100, QUARTER), Limit::new(50, QUARTER))
    }

    /// One that admits every attempt, for tests and measurements.
    pub fn unlimited() -> Self {
        Self::of(Limit::endless(), Limit::endless(), Limit::endless())
    }

    fn of(pair: Limit, account: Limit, address: Limit) -> Self {
        let limits = Limits { hasher: RandomState::new(), began: Instant::now(), pair, account, address };
        Self { limits: Arc::new(limits) }
    }

    /// How many attempts on one account from one address may fail within a time. 0 counts as 1.
    pub fn with_pair(self, failures: u32, within: Duration) -> Self {
        let Limits { account, address, .. } = &*self.limits;
        Self::of(Limit::new(failures, within), account.anew(), address.anew())
    }

    /// How many attempts on one account, from wherever, may fail within a time. 0 counts as 1.
    ///
    /// Whoever can ask from many addresses can use these up and keep the owner out: let it be many.
    pub fn with_account(self, failures: u32, within: Duration) -> Self {
        let Limits { pair, address, .. } = &*self.limits;
        Self::of(pair.anew(), Limit::new(failures, within), address.anew())
    }

    /// How many attempts from one address may fail within a time. 0 counts as 1.
    pub fn with_address(self, failures: u32, within: Duration) -> Self {
        let Limits { pair, account, .. } = &*self.limits;
        Self::of(pair.anew(), account.anew(), Limit::new(failures, within))
    }

    /// Admits an attempt on an account, as the client spelled it, from an address if that is known. An IPv6 address
    /// counts by its first 64 bits, which one subscriber has.
    ///
    /// # Errors
    ///
    /// [`TooManyAttempts`].
    pub fn admit(&self, account: &str, from: Option<IpAddr>) -> Result<Attempt, TooManyAttempts> {
        let limits = &*self.limits;
        let now = micros(limits.began.elapsed());
        let account = account.to_lowercase();
        let network = from.map(network);
        let slots = Slots {
            pair: limits.slot((&account, network)),
            account: limits.slot(&account),
            address: network.map(|network| limits.slot(network)),
        };
        if let Some(address) = slots.address {
            limits.address.take(address, now)?;
        }
        let taken = limits.pair.take(slots.pair, now).and_then(|()| {
            limits.account.take(slots.account, now).inspect_err(|_| limits.pair.give_back(slots.pair))
        });
        if let (Err(_), Some(address)) = (&taken, slots.address) {
            limits.address.give_back(address);
        }
        taken.map(|()| Attempt { guard: self.clone(), slots })
    }
}

impl Default for LoginGuard {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for LoginGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginGuard").finish_non_exhaustive()
    }
}

impl Limits {
    fn slot(&self, key: impl std::hash::Hash) -> usize {
        usize::try_from(self.hasher.hash_one(key) % SLOTS as u64).unwrap_or(0)
    }
}

impl Attempt {
    /// The password was right: the attempt does not count.
    pub fn succeeded(self) {
        self.give_back();
    }

    /// Nothing was found out, because the server was busy or broken: the attempt does not count.
    pub fn withdraw(self) {
        self.give_back();
    }

    fn give_back(self) {
        let (limits, slots) = (&*self.guard.limits, self.slots);
        limits.pair.give_back(slots.pair);
        limits.account.give_back(slots.account);
        if let Some(address) = slots.address {
            limits.address.give_back(address);
        }
    }
}

/// A limit that refills evenly (the generic cell rate algorithm): a slot holds the time, in microseconds, at which all
/// that was taken from it will have come back.
struct Limit {
    burst: u64,
    each: u64,
    slots: Box<[AtomicU64]>,
}

impl Limit {
    fn new(count: u32, within: Duration) -> Self {
        let count = u64::from(count.max(1));
        let within = micros(within).clamp(count, u64::MAX / 4);
        Self::empty(within, within / count)
    }

    /// Takes cost nothing.
    fn endless() -> Self {
        Self::empty(u64::MAX / 4, 0)
    }

    /// The same limit, of which nothing was taken.
    fn anew(&self) -> Self {
        Self::empty(self.burst, self.each)
    }

    fn empty(burst: u64, each: u64) -> Self {
        Self { burst, each, slots: (0..SLOTS).map(|_| AtomicU64::new(0)).collect() }
    }

    fn take(&self, slot: usize, now: u64) -> Result<(), TooManyAttempts> {
        let next = |full: u64| Some(full.max(now) + self.each).filter(|next| *next <= now + self.burst);
        let taken = self.slots[slot].fetch_update(Ordering::Relaxed, Ordering::Relaxed, next);
        taken.map(|_| ()).map_err(|full| TooManyAttempts {
            retry_after: Duration::from_micros(full + self.each - now - self.burst),
        })
    }

    fn give_back(&self, slot: usize) {
        let _ = self.slots[slot]
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |full| Some(full.saturating_sub(self.each)));
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// What one subscriber has.
fn network(address: IpAddr) -> u64 {
    match address.to_canonical() {
        IpAddr::V4(address) => u64::from(u32::from(address)),
        IpAddr::V6(address) => (u128::from(address) >> 64) as u64,
    }
}

const TEXT: &str = "Too many attempts to log in";

impl TooManyAttempts {
    /// Whole seconds, rounded up.
    fn seconds(self) -> u64 {
        self.retry_after.as_secs() + u64::from(self.retry_after.subsec_nanos() > 0)
    }
}

impl fmt::Display for TooManyAttempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(TEXT)
    }
}

impl std::error::Error for TooManyAttempts {}

impl IntoResponse for TooManyAttempts {
    fn into_response(self, status: StatusCode) -> Response {
        let answer = HttpError::new(429, TEXT).with_header("retry-after", self.seconds().to_string());
        answer.into_response(status)
    }

    fn describe(_: StatusCode, responses: &mut Responses) {
        describe_error(StatusCode::TOO_MANY_REQUESTS, TEXT, responses);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60_000_000;

    #[test]
    fn the_limit_is_exact_and_refills_evenly() {
        let limit = Limit::new(3, Duration::from_secs(60));
        let mut now = 1;
        for _ in 0..3 {
            limit.take(0, now).unwrap();
        }
        assert_eq!(limit.take(0, now).unwrap_err().retry_after, Duration::from_secs(20));
        now += MINUTE / 3 - 1;
        assert_eq!(limit.take(0, now).unwrap_err().retry_after, Duration::from_micros(1));
        now += 1;
        limit.take(0, now).unwrap();
        assert!(limit.take(0, now).is_err());
        now += 10 * MINUTE;
        assert_eq!((0..9).filter(|_| limit.take(0, now).is_ok()).count(), 3);
    }

    #[test]
    fn what_is_given_back_can_be_taken_again() {
        let limit = Limit::new(1, Duration::from_secs(60));
        for _ in 0..10 {
            limit.take(7, MINUTE).unwrap();
            limit.give_back(7);
        }
        limit.take(7, MINUTE).unwrap();
        assert!(limit.take(7, MINUTE).is_err());
        assert!(limit.take(8, MINUTE).is_ok());
    }

    #[test]
    fn of_many_at_once_exactly_so_many_get_in() {
        let guard = LoginGuard::new().with_pair(10, Duration::from_secs(3600));
        let admitted: usize = std::thread::scope(|scope| {
            let tries = || (0..100).filter(|_| guard.admit("ann", None).is_ok()).count();
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(tries)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(admitted, 10);
    }

    #[test]
    fn a_guesser_locks_himself_out_and_not_the_owner() {
        let guard = LoginGuard::new();
        let (guesser, owner) = (Some([10, 0, 0, 1].into()), Some([10, 0, 0, 2].into()));
        while guard.admit("ann", guesser).is_ok() {}
        assert!(guard.admit("ann", owner).is_ok());
        assert!(guard.admit("bob", guesser).is_ok());
    }

    #[test]
    fn what_was_not_decided_does_not_count() {
        let guard = LoginGuard::new().with_pair(1, Duration::from_secs(60));
        for _ in 0..10 {
            guard.admit("ann", None).unwrap().withdraw();
        }
    }

    #[test]
    fn an_account_is_the_same_in_any_case_and_an_address_in_any_dress() {
        let guard = LoginGuard::new().with_pair(1, Duration::from_secs(60));
        let _ = guard.admit("Ann", None).unwrap();
        assert!(guard.admit("aNN", None).is_err());
        assert_eq!(network("::ffff:10.0.0.7".parse().unwrap()), network("10.0.0.7".parse().unwrap()));
        assert_eq!(network("2001:db8::1".parse().unwrap()), network("2001:db8::ffff".parse().unwrap()));
    }

    #[test]
    fn an_unlimited_one_admits_everything() {
        let guard = LoginGuard::unlimited();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                let admit = || guard.admit("ann", Some([1, 2, 3, 4].into()));
                scope.spawn(move || assert!((0..10_000).all(|_| admit().is_ok())));
            }
        });
    }

    #[test]
    fn extreme_settings_do_not_overflow() {
        for (count, within) in [(0, Duration::ZERO), (u32::MAX, Duration::MAX), (1, Duration::MAX)] {
            let guard = LoginGuard::new().with_pair(count, within).with_account(count, within);
            guard.admit("ann", Some([1, 2, 3, 4].into())).unwrap().succeeded();
        }
    }
}
