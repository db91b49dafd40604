//! What is kept, and how it is written where bytes are all that can be kept.

use std::any::Any;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use fastrs::bytes::Bytes;

/// The time in milliseconds since 1970: comparable between instances, as far as their clocks agree.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}

pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX / 4)
}

/// A value with its times.
#[derive(Debug)]
pub struct Entry {
    bytes: Bytes,
    made: u64,
    fresh_until: u64,
    keep_until: u64,
    /// What the bytes mean, once somebody has read them.
    read: OnceLock<Arc<dyn Any + Send + Sync>>,
}

impl Entry {
    /// A value that is fresh for `fresh`, and may be given for `stale` after that while it is made anew.
    pub fn new(bytes: Bytes, fresh: Duration, stale: Duration) -> Self {
        let made = now();
        let fresh_until = made.saturating_add(millis(fresh));
        let keep_until = fresh_until.saturating_add(millis(stale));
        Self { bytes, made, fresh_until, keep_until, read: OnceLock::new() }
    }

    /// The value as it was written.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// How long ago it was made.
    pub fn age(&self) -> Duration {
        Duration::from_millis(now().saturating_sub(self.made))
    }

    /// How long it is fresh, from when it was made.
    pub(crate) fn lifetime(&self) -> Duration {
        Duration::from_millis(self.fresh_until.saturating_sub(self.made))
    }

    /// How long ago it was made, and whether it is fresh: with one look at the clock.
    pub(crate) fn age_and_freshness(&self) -> (Duration, bool) {
        let now = now();
        (Duration::from_millis(now.saturating_sub(self.made)), now < self.fresh_until)
    }

    /// Whether it may be given as it is.
    pub fn is_fresh(&self) -> bool {
        now() < self.fresh_until
    }

    /// How long it is kept from now.
    pub fn keeps(&self) -> Duration {
        Duration::from_millis(self.keep_until.saturating_sub(now()))
    }

    /// What the bytes mean: read once, however often the entry is given.
    pub(crate) fn read_as<T: Send + Sync + 'static>(
        &self,
        read: impl FnOnce(&Bytes) -> Option<T>,
    ) -> Option<Arc<T>> {
        if let Some(known) = self.read.get() {
            return known.clone().downcast().ok();
        }
        let value = Arc::new(read(&self.bytes)?);
        let _ = self.read.set(value.clone());
        Some(value)
    }

    /// The same, to be kept at most so long: by a store that others cannot reach.
    #[cfg(all(feature = "memory", feature = "redis"))]
    pub(crate) fn shortened(&self, longest: Duration) -> Self {
        let keep_until = self.keep_until.min(now().saturating_add(millis(longest)));
        let Self { bytes, made, fresh_until, .. } = self;
        Self {
            bytes: bytes.clone(),
            made: *made,
            fresh_until: *fresh_until,
            keep_until,
            read: self.read.clone(),
        }
    }
}

/// A tag and its generation: an entry counts as long as all its tags have the generations that it was made under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The tag.
    pub tag: String,
    /// Its generation.
    pub generation: u64,
}

/// What an entry begins with: another version of this crate, or a foreign value under the key, is not read.
#[cfg(feature = "redis")]
const MAGIC: &[u8; 4] = b"fc1\0";

/// Writes an entry with its stamps.
#[cfg(feature = "redis")]
pub(crate) fn encode(entry: &Entry, stamps: &[Stamp]) -> Vec<u8> {
    let mut out = Vec::with_capacity(entry.bytes.len() + 64);
    out.extend_from_slice(MAGIC);
    for time in [entry.made, entry.fresh_until, entry.keep_until] {
        out.extend_from_slice(&time.to_le_bytes());
    }
    out.extend_from_slice(&(stamps.len() as u32).to_le_bytes());
    for Stamp { tag, generation } in stamps {
        out.extend_from_slice(&(tag.len() as u32).to_le_bytes());
        out.extend_from_slice(tag.as_bytes());
        out.extend_from_slice(&generation.to_le_bytes());
    }
    out.extend_from_slice(&(entry.bytes.len() as u64).to_le_bytes());
    out.extend_from_slice(&entry.bytes);
    out
}

/// Reads an entry; nothing, where something else stands there.
#[cfg(feature = "redis")]
pub(crate) fn decode(bytes: &Bytes) -> Option<(Entry, Vec<Stamp>)> {
    let mut reader = Reader { bytes, at: 0 };
    if reader.take(4)? != MAGIC {
        return None;
    }
    let (made, fresh_until, keep_until) = (reader.u64()?, reader.u64()?, reader.u64()?);
    let count = reader.u32()?;
    let mut stamps = Vec::new();
    for _ in 0..count {
        let length = reader.u32()? as usize;
        let tag = String::from_utf8(reader.take(length)?.to_vec()).ok()?;
        stamps.push(Stamp { tag, generation: reader.u64()? });
    }
    let length = usize::try_from(reader.u64()?).ok()?;
    if reader.at.checked_add(length)? != bytes.len() {
        return None;
    }
    let value = bytes.slice(reader.at..);
    Some((Entry { bytes: value, made, fresh_until, keep_until, read: OnceLock::new() }, stamps))
}

#[cfg(feature = "redis")]
struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

#[cfg(feature = "redis")]
impl<'b> Reader<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(taken)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_le_bytes)
    }
}

#[cfg(all(test, feature = "redis"))]
mod tests {
    use super::*;

    #[test]
    fn an_entry_comes_back_as_it_was_and_nothing_else_is_one() {
        let entry = Entry::new(Bytes::from_static(b"value"), Duration::from_secs(60), Duration::from_secs(5));
        let stamps = vec![Stamp { tag: "todos".into(), generation: 7 }];
        let written = encode(&entry, &stamps);
        let (read, read_stamps) = decode(&written.clone().into()).unwrap();
        assert_eq!(
            (read.bytes(), read.fresh_until, read.keep_until),
            (entry.bytes(), entry.fresh_until, entry.keep_until)
        );
        assert_eq!(read_stamps, stamps);
        for length in 0..written.len() {
            assert!(decode(&written[..length].to_vec().into()).is_none(), "{length}");
        }
        for place in 0..written.len() {
            // No broken entry makes it panic, or ask for memory that it has not.
            let mut broken = written.clone();
            broken[place] ^= 0xff;
            let _ = decode(&broken.into());
        }
        assert!(decode(&Bytes::from_static(b"{\"json\":1}")).is_none());
    }
}
