//! Limits of one instance, in its memory.
//!
//! A cell is a digest of its name and one timestamp: 24 bytes, which a map of hash tables keeps in 25 to 50. A crate
//! such as governor keeps the whole name beside its state and forgets nothing until it is told to; a cache such as moka
//! keeps some 200 bytes of order for each entry. Neither is needed: a cell whose burst is whole again says no more than
//! one that is not there, so it can be dropped by looking at its timestamp alone.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fastrs::limit::{Claim, RateLimitStore, Standing, Taking};
use tokio::time::Instant;

use super::gcra::Demand;

const SHARDS: usize = 64;

/// How often a shard is rid of cells that say nothing any more: a cell stays at most so much longer than it must,
/// as long as there are requests.
const SWEEP: Duration = Duration::from_secs(10);

/// Counts in memory.
///
/// Its memory is bounded: two million callers, unless set, in about 100 MB. Beyond, those are forgotten whose quota is
/// nearest to being whole again.
#[derive(Debug)]
pub struct MemoryLimits {
    shards: Box<[Mutex<Shard>]>,
    /// Two keyed hashes: nobody can make up two callers of one cell.
    hashers: [RandomState; 2],
    start: Instant,
    shard_bound: usize,
    /// The shard that is looked after next.
    next: AtomicUsize,
}

#[derive(Debug, Default)]
struct Shard {
    /// Nanoseconds after the start at which the burst will be whole again.
    cells: HashMap<Name, u64, BuildHasherDefault<Digested>>,
    /// When it is to be swept.
    due: u64,
}

/// The digest of a cell's name, in two halves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Name(u64, u64);

/// A name is a digest already.
#[derive(Debug, Default)]
struct Digested(u64);

impl Hasher for Digested {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 ^= value;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Default for MemoryLimits {
    fn default() -> Self {
        Self::with_capacity(2_000_000)
    }
}

impl MemoryLimits {
    /// Counts so many callers at most.
    pub fn with_capacity(callers: usize) -> Self {
        Self {
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
            hashers: [RandomState::new(), RandomState::new()],
            start: Instant::now(),
            shard_bound: callers.div_ceil(SHARDS).max(1),
            next: AtomicUsize::new(0),
        }
    }

    /// How many cells are kept just now.
    pub fn len(&self) -> usize {
        self.shards.iter().map(|shard| lock(shard).cells.len()).sum()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn now(&self) -> u64 {
        nanos(self.start.elapsed())
    }

    fn digest(&self, key: &str) -> Name {
        Name(self.hashers[0].hash_one(key), self.hashers[1].hash_one(key))
    }

    /// Takes from all cells or from none, and says where they stand.
    fn standings(&self, claims: &[Claim]) -> Vec<Standing> {
        let now = self.now();
        self.sweep_next(now);
        if let [claim] = claims {
            return vec![self.one(claim, now)];
        }
        let cells: Vec<(Name, Demand)> =
            claims.iter().map(|claim| (self.digest(&claim.key), demand(claim))).collect();
        let mut held = Held::of(self, &cells);
        let aheads: Vec<u64> = cells.iter().map(|(cell, _)| held.shard(cell).ahead(cell, now)).collect();
        let admitted = cells.iter().zip(&aheads).all(|((_, demand), ahead)| demand.admits(*ahead));
        if admitted {
            for ((cell, demand), ahead) in cells.iter().zip(&aheads) {
                held.shard(cell).set(*cell, now + ahead + demand.increment, now, self.shard_bound);
            }
        }
        let standing = |((_, demand), ahead): (&(_, Demand), &u64)| {
            demand.standing(*ahead, admitted, Duration::from_nanos)
        };
        cells.iter().zip(&aheads).map(standing).collect()
    }

    fn one(&self, claim: &Claim, now: u64) -> Standing {
        let (cell, demand) = (self.digest(&claim.key), demand(claim));
        let mut shard = lock(&self.shards[shard_of(&cell)]);
        let ahead = shard.ahead(&cell, now);
        let admitted = demand.admits(ahead);
        if admitted {
            shard.set(cell, now + ahead + demand.increment, now, self.shard_bound);
        }
        demand.standing(ahead, admitted, Duration::from_nanos)
    }

    /// Looks after one shard with every request, so that quiet ones are swept, too.
    fn sweep_next(&self, now: u64) {
        let next = self.next.fetch_add(1, Ordering::Relaxed) % SHARDS;
        if let Ok(mut shard) = self.shards[next].try_lock()
            && now >= shard.due
        {
            shard.sweep(now);
        }
    }
}

/// The cells of one request may lie in several shards, which are locked in their order: nobody waits in a circle.
struct Held<'a>(Vec<(usize, MutexGuard<'a, Shard>)>);

impl<'a> Held<'a> {
    fn of(limits: &'a MemoryLimits, cells: &[(Name, Demand)]) -> Self {
        let mut indexes: Vec<usize> = cells.iter().map(|(cell, _)| shard_of(cell)).collect();
        indexes.sort_unstable();
        indexes.dedup();
        Self(indexes.into_iter().map(|index| (index, lock(&limits.shards[index]))).collect())
    }

    fn shard(&mut self, cell: &Name) -> &mut Shard {
        let index = shard_of(cell);
        let place = self.0.iter().position(|(held, _)| *held == index).expect("it was locked for this cell");
        &mut self.0[place].1
    }
}

impl Shard {
    /// How far the cell is ahead of now.
    fn ahead(&self, cell: &Name, now: u64) -> u64 {
        self.cells.get(cell).map_or(0, |whole_at| whole_at.saturating_sub(now))
    }

    fn set(&mut self, cell: Name, whole_at: u64, now: u64, bound: usize) {
        if self.cells.len() >= bound && !self.cells.contains_key(&cell) {
            self.make_room(now, bound);
        }
        self.cells.insert(cell, whole_at);
    }

    /// Drops what says nothing any more, and gives memory back where much is free.
    fn sweep(&mut self, now: u64) {
        self.cells.retain(|_, whole_at| *whole_at > now);
        if self.cells.capacity() > 4 * self.cells.len() + 16 {
            self.cells.shrink_to(2 * self.cells.len());
        }
        self.due = now + nanos(SWEEP);
    }

    /// Forgets a quarter of the cells, those first whose burst is soonest whole again.
    fn make_room(&mut self, now: u64, bound: usize) {
        self.sweep(now);
        if self.cells.len() < bound {
            return;
        }
        let mut times: Vec<u64> = self.cells.values().copied().collect();
        let quarter = times.len() / 4;
        let (_, limit, _) = times.select_nth_unstable(quarter);
        let (limit, mut left) = (*limit, quarter + 1);
        self.cells.retain(|_, whole_at| {
            let goes = *whole_at <= limit && left > 0;
            left -= usize::from(goes);
            !goes
        });
    }
}

fn shard_of(cell: &Name) -> usize {
    // Other bits than those that the table inside uses.
    (cell.1 >> 58) as usize % SHARDS
}

fn demand(claim: &Claim) -> Demand {
    Demand::new(nanos(claim.rate.interval()), claim.rate.burst(), claim.cost)
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX / 4)
}

/// Nothing panics while it holds a shard.
fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

impl RateLimitStore for MemoryLimits {
    fn take<'a>(&'a self, claims: Vec<Claim>) -> Taking<'a> {
        Taking::Now(Ok(self.standings(&claims)))
    }
}

#[cfg(test)]
mod tests {
    use fastrs::limit::WhenAway;

    use super::*;

    fn claim(key: &str, rate: &str) -> Claim {
        Claim { key: key.into(), rate: rate.parse().unwrap(), cost: 1, away: WhenAway::Open }
    }

    fn admits(limits: &MemoryLimits, claims: &[Claim]) -> bool {
        limits.standings(claims).iter().all(|standing| standing.admitted)
    }

    fn count(limits: &MemoryLimits, claims: &[Claim], tries: usize) -> usize {
        (0..tries).filter(|_| admits(limits, claims)).count()
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_used_comes_back_evenly() {
        let limits = MemoryLimits::default();
        let five = [claim("ann", "5 / 5 s")];
        assert_eq!(count(&limits, &five, 100), 5);
        // one nanosecond before the edge, and at it
        tokio::time::advance(Duration::from_millis(999)).await;
        assert_eq!(count(&limits, &five, 10), 0);
        tokio::time::advance(Duration::from_millis(1)).await;
        assert_eq!(count(&limits, &five, 10), 1);
        tokio::time::advance(Duration::from_secs(3)).await;
        assert_eq!(count(&limits, &five, 10), 3);
        tokio::time::advance(Duration::from_secs(3600)).await;
        assert_eq!(count(&limits, &five, 10), 5);
        assert_eq!(
            count(&limits, &[claim("ben", "5 / 5 s")], 10),
            5,
            "another caller has a count of its own"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_burst_is_as_declared() {
        let limits = MemoryLimits::default();
        let spread = [claim("ann", "60 / 1 min burst 3")];
        assert_eq!(count(&limits, &spread, 10), 3);
        let mut admitted = 0;
        for _ in 0..57 {
            tokio::time::advance(Duration::from_secs(1)).await;
            admitted += count(&limits, &spread, 10);
        }
        assert_eq!(admitted, 57, "sixty in the minute, and never more than three at once");
    }

    #[tokio::test(start_paused = true)]
    async fn several_rates_take_from_all_or_from_none() {
        let limits = MemoryLimits::default();
        let (second, day) = (claim("s", "2 / 1 s"), claim("d", "5 / 24 h"));
        let both = [second.clone(), day.clone()];
        assert_eq!(count(&limits, &both, 10), 2);
        // eight were refused by the second alone: the day has lost only two
        assert_eq!(limits.standings(std::slice::from_ref(&day))[0].remaining, 2);
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!(count(&limits, &both, 10), 2);
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!(count(&limits, &both, 10), 0, "the day is used up");
        assert_eq!(count(&limits, &[second], 10), 2, "and took nothing from the second");
    }

    #[tokio::test(start_paused = true)]
    async fn one_cell_claimed_twice_is_no_deadlock() {
        let limits = MemoryLimits::default();
        let twice = [claim("same", "5 / 5 s"), claim("same", "5 / 5 s")];
        assert!(admits(&limits, &twice));
    }

    #[test]
    fn sixty_four_threads_are_admitted_exactly_as_often_as_declared() {
        let limits = MemoryLimits::default();
        let admitted = AtomicUsize::new(0);
        let claims = [claim("all", "1000 / 24 h"), claim("more", "5000 / 24 h")];
        std::thread::scope(|scope| {
            for _ in 0..64 {
                scope.spawn(|| admitted.fetch_add(count(&limits, &claims, 100), Ordering::Relaxed));
            }
        });
        assert_eq!(admitted.into_inner(), 1000);
    }

    #[tokio::test(start_paused = true)]
    async fn callers_are_forgotten_when_their_quota_is_whole() {
        let limits = MemoryLimits::default();
        for caller in 0..100_000 {
            assert!(admits(&limits, &[claim(&format!("caller {caller}"), "5 / 5 s")]));
        }
        assert_eq!(limits.len(), 100_000);
        tokio::time::advance(Duration::from_secs(20)).await;
        for _ in 0..SHARDS {
            admits(&limits, &[claim("one", "1000 / 5 s")]);
        }
        assert_eq!(limits.len(), 1);
        assert!(limits.shards.iter().all(|shard| lock(shard).cells.capacity() < 64));
    }

    #[test]
    fn it_never_keeps_more_than_its_bound() {
        let limits = MemoryLimits::with_capacity(1000);
        let strict = [claim("ann", "1 / 24 h")];
        assert!(admits(&limits, &strict));
        for caller in 0..100_000 {
            admits(&limits, &[claim(&format!("caller {caller}"), "5 / 5 s")]);
            assert!(limits.len() <= 1000 + SHARDS);
        }
        // whoever has waited longest is not the one to be forgotten: the strict one is still known
        assert!(!admits(&limits, &strict));
    }

    /// A million callers, and what is left of them.
    #[tokio::test(start_paused = true)]
    async fn a_million_callers_need_little_memory_and_give_it_back() {
        let limits = MemoryLimits::default();
        let before = resident();
        for caller in 0..1_000_000 {
            limits.standings(&[claim(&format!("GET /items|5/5000/5|a192.0.2.{caller}"), "5 / 5 s")]);
        }
        assert_eq!(limits.len(), 1_000_000);
        // A table has a byte and 24 for each of its places, an eighth of which stays free.
        let tables = |limits: &MemoryLimits| -> usize {
            limits.shards.iter().map(|shard| lock(shard).cells.capacity() * 25 * 8 / 7).sum()
        };
        let (bytes, grown) = (tables(&limits), resident().saturating_sub(before));
        eprintln!("a million callers: tables of {} MiB, resident + {} MiB", bytes >> 20, grown >> 20);
        assert!(bytes < 128 << 20 && grown < 200 << 20, "{bytes} {grown}");
        tokio::time::advance(Duration::from_secs(20)).await;
        for _ in 0..SHARDS {
            limits.standings(&[claim("one", "1000 / 5 s")]);
        }
        let (left, grown) = (tables(&limits), resident().saturating_sub(before));
        eprintln!("afterwards: tables of {left} bytes, resident + {} MiB", grown >> 20);
        assert!(left < 100_000, "{left}");
    }

    /// Bytes of the process that are in memory; none where the system does not say.
    fn resident() -> usize {
        let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
        pages.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096
    }
}
