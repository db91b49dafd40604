//! What time it is.

use std::time::SystemTime;

/// Seconds since 1970. A clock before that reads 0: every token is then issued in the future, and refused.
pub(crate) fn seconds() -> u64 {
    SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs())
}

/// Microseconds since 1970.
pub(crate) fn micros() -> u64 {
    SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| u64::try_from(since.as_micros()).unwrap_or(u64::MAX))
}
