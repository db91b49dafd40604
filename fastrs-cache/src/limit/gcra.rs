//! The generic cell rate algorithm, without a clock and without a store.
//!
//! A cell holds the time at which its burst will be whole again. What matters of it is how far *ahead* of now that
//! lies. A request of cost `c` moves it on by `c` intervals, and is admitted if it then is at most `burst` intervals
//! ahead. All times are in the same unit: nanoseconds in memory, microseconds in Redis.

use std::time::Duration;

use fastrs::limit::Standing;

/// What a claim asks of its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Demand {
    /// After how long one request comes back.
    pub(super) interval: u64,
    /// How far ahead the cell may be.
    pub(super) tolerance: u64,
    /// How far the request moves it on.
    pub(super) increment: u64,
}

impl Demand {
    pub(super) fn new(interval: u64, burst: u32, cost: u32) -> Self {
        let interval = interval.max(1);
        let times = |count: u32| interval.saturating_mul(count.into());
        Self { interval, tolerance: times(burst), increment: times(cost) }
    }

    /// Whether a cell so far ahead admits the request.
    pub(super) fn admits(&self, ahead: u64) -> bool {
        ahead.checked_add(self.increment).is_some_and(|after| after <= self.tolerance)
    }

    /// The standing of a cell that was so far ahead. `taken` is whether the request was admitted by this and all other
    /// cells.
    pub(super) fn standing(&self, ahead: u64, taken: bool, unit: fn(u64) -> Duration) -> Standing {
        let admitted = self.admits(ahead);
        let after = if taken { ahead + self.increment } else { ahead };
        let left = self.tolerance.saturating_sub(after);
        let remaining = (left / self.interval).min(u32::MAX.into()) as u32;
        let reset = if remaining > 0 { after } else { self.interval - left };
        let late = ahead.saturating_add(self.increment).saturating_sub(self.tolerance);
        let retry_after = if admitted { Duration::ZERO } else { unit(late) };
        Standing { admitted, remaining, reset: unit(reset), retry_after }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(demand: Demand, arrivals: &[u64]) -> Vec<bool> {
        let mut cell = 0;
        let step = |&now: &u64| {
            let ahead = u64::saturating_sub(cell, now);
            let admitted = demand.admits(ahead);
            if admitted {
                cell = now + ahead + demand.increment;
            }
            admitted
        };
        arrivals.iter().map(step).collect()
    }

    /// `n` tokens that come back one by one: what the algorithm is a clever form of.
    fn bucket(interval: u64, burst: u64, arrivals: &[u64]) -> Vec<bool> {
        // In parts of a token, so that nothing is rounded.
        let (mut level, mut last) = (burst * interval, 0);
        let step = |&now: &u64| {
            level = (level + (now - last)).min(burst * interval);
            last = now;
            let admitted = level >= interval;
            if admitted {
                level -= interval;
            }
            admitted
        };
        arrivals.iter().map(step).collect()
    }

    #[test]
    fn it_admits_what_a_bucket_of_tokens_admits() {
        // Any numbers that are not in step with each other.
        let mut state = 12345u64;
        let mut next = move |below: u64| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) % below
        };
        for _ in 0..10_000 {
            let (interval, burst) = (1 + next(20), 1 + next(6));
            let mut now = 0;
            let arrivals: Vec<u64> = (0..40)
                .map(|_| {
                    now += next(2 * interval);
                    now
                })
                .collect();
            let demand = Demand::new(interval, burst as u32, 1);
            assert_eq!(run(demand, &arrivals), bucket(interval, burst, &arrivals), "{demand:?} {arrivals:?}");
        }
    }

    #[test]
    fn a_standing_says_what_is_left_and_when_there_is_more() {
        let demand = Demand::new(60, 5, 1);
        let of = |ahead, taken| demand.standing(ahead, taken, Duration::from_secs);
        let told = |standing: Standing| {
            let seconds = (standing.reset.as_secs(), standing.retry_after.as_secs());
            (standing.admitted, standing.remaining, seconds)
        };
        assert_eq!(told(of(0, true)), (true, 4, (60, 0)));
        assert_eq!(told(of(240, true)), (true, 0, (60, 0)));
        assert_eq!(told(of(300, false)), (false, 0, (60, 60)));
        assert_eq!(told(of(270, false)), (false, 0, (30, 30)));
        // refused by another cell: nothing was taken from this one
        assert_eq!(told(of(0, false)), (true, 5, (0, 0)));
        // at the very edge it is whole again
        assert!(demand.admits(240) && !demand.admits(241));
    }

    #[test]
    fn what_costs_more_than_the_burst_is_never_admitted() {
        let demand = Demand::new(10, 3, 4);
        assert!(!demand.admits(0));
        assert_eq!(demand.standing(0, false, Duration::from_secs).retry_after, Duration::from_secs(10));
        assert!(!Demand::new(u64::MAX / 2, 3, 4).admits(u64::MAX));
    }
}
