//! So many in so long.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// So many requests in so long: `"5 / 5 min"`.
///
/// A caller that has been quiet may use the whole quota at once, its *burst*; what it has used comes back evenly, one
/// request every `window / quota`. A smaller burst spreads them out: `"60 / 1 min burst 5"`.
///
/// ```
/// use fastrs::limit::Rate;
/// use std::time::Duration;
///
/// let rate: Rate = "5 / 5 min".parse().unwrap();
/// assert_eq!((rate.quota(), rate.window(), rate.burst()), (5, Duration::from_secs(300), 5));
/// assert_eq!(rate.interval(), Duration::from_secs(60));
/// assert_eq!("60 / 1 min burst 5".parse::<Rate>().unwrap().burst(), 5);
/// assert!("5 per min".parse::<Rate>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rate {
    quota: u32,
    window: Duration,
    burst: u32,
}

/// The longest window: what is kept longer is no rate but an account.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 3600);

impl Rate {
    /// `quota` requests in `window`.
    ///
    /// # Panics
    /// If one of them is zero, or the window longer than a year.
    pub fn new(quota: u32, window: Duration) -> Self {
        assert!(quota > 0, "a rate admits something");
        assert!(!window.is_zero() && window <= LONGEST, "the window of a rate is up to a year long");
        Self { quota, window, burst: quota }
    }

    /// Sets how many may come at once, at most as many as come in the window.
    ///
    /// # Panics
    /// If it is zero.
    #[must_use]
    pub fn with_burst(mut self, burst: u32) -> Self {
        assert!(burst > 0, "a burst is at least one request");
        self.burst = burst.min(self.quota);
        self
    }

    /// How many requests in a window.
    pub fn quota(&self) -> u32 {
        self.quota
    }

    /// How long the window is.
    pub fn window(&self) -> Duration {
        self.window
    }

    /// How many requests at once.
    pub fn burst(&self) -> u32 {
        self.burst
    }

    /// After how long one request comes back: at least a nanosecond.
    pub fn interval(&self) -> Duration {
        (self.window / self.quota).max(Duration::from_nanos(1))
    }
}

/// As it is read.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {} ms", self.quota, self.window.as_millis())?;
        if self.burst < self.quota { write!(f, " burst {}", self.burst) } else { Ok(()) }
    }
}

/// A text that is no rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidRate(String);

impl fmt::Display for InvalidRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no rate: write a count, `/`, and a duration, as in `5 / 5 min`", self.0)
    }
}

impl std::error::Error for InvalidRate {}

impl FromStr for Rate {
    type Err = InvalidRate;

    fn from_str(text: &str) -> Result<Self, InvalidRate> {
        read(text).ok_or_else(|| InvalidRate(text.trim().to_owned()))
    }
}

fn read(text: &str) -> Option<Rate> {
    let (quota, rest) = text.split_once('/')?;
    let (window, burst) = match rest.split_once("burst") {
        Some((window, burst)) => (window, Some(count(burst)?)),
        None => (rest, None),
    };
    let quota = count(quota)?;
    let window = duration(window.trim()).filter(|window| !window.is_zero() && *window <= LONGEST)?;
    let rate = Rate::new(quota, window);
    match burst {
        Some(burst) if burst > quota => None,
        Some(burst) => Some(rate.with_burst(burst)),
        None => Some(rate),
    }
}

fn count(text: &str) -> Option<u32> {
    text.trim().parse().ok().filter(|count| *count > 0)
}

fn duration(text: &str) -> Option<Duration> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(digits);
    let factor = match unit.trim() {
        "ms" => 1,
        "s" => 1000,
        "min" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(factor).map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        for (text, quota, millis, burst) in [
            ("5 / 5 min", 5, 300_000, 5),
            ("100/60s", 100, 60_000, 100),
            (" 1000 / 24 h ", 1000, 86_400_000, 1000),
            ("60 / 1 min burst 5", 60, 60_000, 5),
        ] {
            let rate: Rate = text.parse().unwrap();
            let read = (rate.quota(), rate.window(), rate.burst());
            assert_eq!(read, (quota, Duration::from_millis(millis), burst), "{text}");
            assert_eq!(rate.to_string().parse::<Rate>().unwrap(), rate);
        }
        for bad in [
            "",
            "5",
            "5 / 5",
            "0 / 5 s",
            "5 / 0 s",
            "5 / 5 d",
            "5 / 1 s burst 6",
            "5 / 9999999999 h",
            "-1 / 1 s",
        ] {
            assert!(bad.parse::<Rate>().is_err(), "{bad}");
        }
    }
}
