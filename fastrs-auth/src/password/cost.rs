//! What one hash costs, and how much it may cost at most.

use argon2::Params;

use crate::error::PasswordError;

/// Memory, passes and lanes of one Argon2id hash ([RFC 9106], section 3.1: m, t, p).
///
/// The bounds hold for new hashes and for stored ones, which carry their own parameters: without them a single
/// doctored row (`m=4000000,t=4000000000`) would take all memory and a core for ever. The dearest hash allowed, 64 MiB
/// with 10 passes, takes about 0.4 s; RFC 9106's recommendation for little memory (64 MiB, 3, 4) is within.
///
/// [RFC 9106]: https://www.rfc-editor.org/rfc/rfc9106
///
/// # Example
///
/// ```
/// use fastrs_auth::{Cost, Passwords};
///
/// let passwords = Passwords::new().with_cost(Cost::new(46 * 1024, 1, 1)?);
/// assert!(Cost::new(4_000_000, 2, 1).is_err());
/// # Ok::<(), fastrs_auth::PasswordError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// OWASP's minimum for Argon2id: 19 MiB, 2 passes, 1 lane.
    pub const OWASP: Self = Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 };

    /// The most memory of one hash, in KiB (64 MiB).
    pub const MAX_MEMORY_KIB: u32 = 64 * 1024;
    /// The most passes over the memory.
    pub const MAX_PASSES: u32 = 10;
    /// The most lanes.
    pub const MAX_LANES: u32 = 4;

    /// A cost of `memory_kib` KiB, `passes` and `lanes`.
    ///
    /// Less than [`OWASP`](Self::OWASP) is accepted, for tests: the smallest is `Cost::new(8, 1, 1)`.
    ///
    /// # Errors
    ///
    /// [`PasswordError::CostOutOfBounds`] above the maxima, with no pass or lane, or below 8 KiB per lane (RFC 9106).
    pub const fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, PasswordError> {
        let within = lanes >= 1
            && lanes <= Self::MAX_LANES
            && passes >= 1
            && passes <= Self::MAX_PASSES
            && memory_kib >= 8 * lanes
            && memory_kib <= Self::MAX_MEMORY_KIB;
        if within { Ok(Self { memory_kib, passes, lanes }) } else { Err(PasswordError::CostOutOfBounds) }
    }

    /// Reads the cost out of a stored hash, within the same bounds.
    pub(super) fn of(params: &Params) -> Result<Self, PasswordError> {
        Self::new(params.m_cost(), params.t_cost(), params.p_cost())
    }

    /// The cost as the argon2 crate wants it.
    pub(super) fn params(&self) -> Result<Params, PasswordError> {
        Params::new(self.memory_kib, self.passes, self.lanes, None)
            .map_err(|_| PasswordError::CostOutOfBounds)
    }
}

impl Default for Cost {
    fn default() -> Self {
        Self::OWASP
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_inclusive() {
        for (memory, passes, lanes) in [(8, 1, 1), (32, 1, 4), (65_536, 10, 4), (19_456, 2, 1)] {
            let cost = Cost::new(memory, passes, lanes).unwrap();
            assert_eq!(Cost::of(&cost.params().unwrap()), Ok(cost));
        }
        for (memory, passes, lanes) in [
            (7, 1, 1),
            (31, 1, 4),
            (65_537, 1, 1),
            (u32::MAX, 1, 1),
            (64, 0, 1),
            (64, 11, 1),
            (64, 1, 0),
            (64, 1, 5),
        ] {
            assert_eq!(
                Cost::new(memory, passes, lanes),
                Err(PasswordError::CostOutOfBounds),
                "{memory} {passes} {lanes}"
            );
        }
    }
}
