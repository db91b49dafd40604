//! Values in the memory of this instance.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use fastrs::BoxFuture;
use moka::Expiry;
use moka::sync::Cache;

use super::{Entry, Found, Outcome, Stamp, Store, Ticket};
use crate::error::CacheError;
use crate::key::unique;

/// How much is kept in memory.
#[derive(Debug, Clone)]
pub struct MemoryOptions {
    max_bytes: u64,
    max_entries: u64,
    max_value: usize,
    max_tags: u64,
}

impl Default for MemoryOptions {
    fn default() -> Self {
        Self { max_bytes: 64 << 20, max_entries: 100_000, max_value: 1 << 20, max_tags: 100_000 }
    }
}

impl MemoryOptions {
    /// Sets how many bytes all keys and values together may have (64 MiB, unless set).
    #[must_use]
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// Sets how many values are kept (100,000, unless set).
    #[must_use]
    pub fn max_entries(mut self, entries: u64) -> Self {
        self.max_entries = entries.max(1);
        self
    }

    /// Sets how large one value may be (1 MiB, unless set): a larger one is not kept.
    #[must_use]
    pub fn max_value(mut self, bytes: usize) -> Self {
        self.max_value = bytes;
        self
    }

    /// Sets how many tags are known (100,000, unless set). The values of a tag that is forgotten are forgotten with it.
    #[must_use]
    pub fn max_tags(mut self, tags: u64) -> Self {
        self.max_tags = tags;
        self
    }
}

/// The generation of a tag: one cell for all values that have it.
type Cell = Arc<AtomicU64>;

#[derive(Clone)]
struct Held {
    entry: Arc<Entry>,
    /// The cells of its tags, with the generations that it was made under.
    tags: Arc<[(Cell, u64)]>,
    weight: u32,
}

impl Held {
    fn counts(&self) -> bool {
        self.tags.iter().all(|(cell, generation)| cell.load(Ordering::Acquire) == *generation)
    }
}

/// Values in memory, bounded by entries and by bytes; those that are asked for least go first.
pub struct MemoryStore {
    values: Cache<Box<[u8]>, Held>,
    tags: Cache<Box<str>, Cell>,
    /// The keys that were deleted of late: a value that was begun before must not come back.
    deleted: Cache<Box<[u8]>, u64>,
    epoch: AtomicU64,
    max_value: usize,
}

/// A value stays as long as it says.
struct Lifetime;

impl Expiry<Box<[u8]>, Held> for Lifetime {
    fn expire_after_create(&self, _: &Box<[u8]>, held: &Held, _: Instant) -> Option<Duration> {
        Some(held.entry.keeps())
    }

    fn expire_after_update(
        &self,
        _: &Box<[u8]>,
        held: &Held,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(held.entry.keeps())
    }
}

/// Bytes of an entry beside its key and value, about.
const OVERHEAD: usize = 250;

/// How long a deletion is remembered: longer than any handler may run.
const DELETIONS: Duration = Duration::from_secs(120);

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new(MemoryOptions::default())
    }
}

impl MemoryStore {
    /// A store that keeps so much.
    pub fn new(options: MemoryOptions) -> Self {
        // One bound for both: an entry weighs at least what keeps their number within its bound.
        let least = u32::try_from(options.max_bytes / options.max_entries).unwrap_or(u32::MAX);
        let values = Cache::builder()
            .max_capacity(options.max_bytes)
            .weigher(move |_, held: &Held| held.weight.max(least))
            .expire_after(Lifetime)
            .support_invalidation_closures()
            .build();
        // A tag that is forgotten must not leave values behind that nobody can invalidate any more.
        let tags = Cache::builder()
            .max_capacity(options.max_tags)
            .eviction_listener(|_, cell: Cell, _| cell.store(0, Ordering::Release))
            .build();
        let deleted = Cache::builder().max_capacity(100_000).time_to_live(DELETIONS).build();
        Self { values, tags, deleted, epoch: AtomicU64::new(0), max_value: options.max_value }
    }

    /// How many values are kept, about: those that were forgotten of late may still be counted.
    pub fn len(&self) -> u64 {
        self.values.run_pending_tasks();
        self.values.entry_count()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn cell(&self, tag: &str) -> Cell {
        match self.tags.get(tag) {
            Some(cell) => cell,
            None => self.tags.get_with(tag.into(), || Arc::new(AtomicU64::new(unique()))),
        }
    }

    fn held(&self, key: &[u8]) -> Option<Arc<Entry>> {
        let held = self.values.get(key)?;
        if held.counts() {
            return Some(held.entry);
        }
        self.values.invalidate(key);
        None
    }

    /// The state of what can invalidate the key.
    pub(super) fn ticket(&self, key: &[u8], tags: &[String]) -> Ticket {
        let stamp =
            |tag: &String| Stamp { tag: tag.clone(), generation: self.cell(tag).load(Ordering::Acquire) };
        Ticket {
            stamps: tags.iter().map(stamp).collect(),
            deleted: self.deleted.get(key).unwrap_or(0),
            epoch: self.epoch.load(Ordering::Acquire),
            front: None,
        }
    }

    pub(super) fn keep(&self, key: &[u8], entry: Arc<Entry>, ticket: &Ticket) -> Outcome<()> {
        let size = key.len() + entry.bytes().len();
        if entry.bytes().len() > self.max_value {
            return Err(CacheError::TooLarge { size, limit: self.max_value });
        }
        let outdated = || {
            ticket.epoch != self.epoch.load(Ordering::Acquire)
                || ticket.deleted != self.deleted.get(key).unwrap_or(0)
        };
        if outdated() {
            return Ok(());
        }
        let tags = ticket.stamps.iter().map(|stamp| (self.cell(&stamp.tag), stamp.generation)).collect();
        let weight = u32::try_from(size + OVERHEAD).unwrap_or(u32::MAX);
        let held = Held { entry, tags, weight };
        if !held.counts() {
            return Ok(());
        }
        self.values.insert(key.into(), held);
        // A deletion may have come between the question and the answer.
        if outdated() {
            self.values.invalidate(key);
        }
        Ok(())
    }

    pub(super) fn forget(&self, key: &[u8]) {
        self.deleted.insert(key.into(), unique());
        self.values.invalidate(key);
    }

    pub(super) fn forget_prefix(&self, prefix: &[u8]) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
        let prefix = prefix.to_vec();
        // It fails only where closures are not supported, and they are.
        let _ = self.values.invalidate_entries_if(move |key, _| key.starts_with(&prefix));
    }

    pub(super) fn forget_tag(&self, tag: &str) {
        self.cell(tag).store(unique(), Ordering::Release);
    }

    /// For a store behind this one whose invalidations may have been missed.
    #[cfg(feature = "redis")]
    pub(super) fn forget_all(&self) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
        self.values.invalidate_all();
    }
}

impl std::fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MemoryStore").field("entries", &self.values.entry_count()).finish_non_exhaustive()
    }
}

fn now<'a, T: Send + 'a>(value: T) -> BoxFuture<'a, T> {
    Box::pin(std::future::ready(value))
}

impl Store for MemoryStore {
    fn peek(&self, key: &[u8]) -> Option<Arc<Entry>> {
        self.held(key)
    }

    fn get<'a>(&'a self, key: &'a [u8], tags: &'a [String]) -> BoxFuture<'a, Outcome<Found>> {
        // Before the value is looked for: what is invalidated in between makes the ticket worthless.
        let ticket = self.ticket(key, tags);
        now(Ok(Found { entry: self.held(key), ticket }))
    }

    fn set<'a>(&'a self, key: &'a [u8], entry: Arc<Entry>, ticket: &'a Ticket) -> BoxFuture<'a, Outcome<()>> {
        now(self.keep(key, entry, ticket))
    }

    fn delete<'a>(&'a self, key: &'a [u8]) -> BoxFuture<'a, Outcome<()>> {
        self.forget(key);
        now(Ok(()))
    }

    fn delete_prefix<'a>(&'a self, prefix: &'a [u8]) -> BoxFuture<'a, Outcome<()>> {
        self.forget_prefix(prefix);
        now(Ok(()))
    }

    fn invalidate<'a>(&'a self, tag: &'a str) -> BoxFuture<'a, Outcome<()>> {
        self.forget_tag(tag);
        now(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use fastrs::bytes::Bytes;

    use super::*;

    fn entry(value: &str, fresh: Duration) -> Arc<Entry> {
        Arc::new(Entry::new(Bytes::copy_from_slice(value.as_bytes()), fresh, Duration::ZERO))
    }

    const LONG: Duration = Duration::from_secs(600);

    async fn fill(store: &MemoryStore, key: &str, tags: &[String], value: &str) {
        let found = store.get(key.as_bytes(), tags).await.unwrap();
        store.set(key.as_bytes(), entry(value, LONG), &found.ticket).await.unwrap();
    }

    fn has(store: &MemoryStore, key: &str) -> bool {
        store.peek(key.as_bytes()).is_some()
    }

    #[tokio::test]
    async fn values_go_by_key_prefix_and_tag() {
        let store = MemoryStore::default();
        let (red, blue) = (vec!["red".to_owned()], vec!["red".to_owned(), "blue".to_owned()]);
        for (key, tags) in [("a:1", &red), ("a:2", &blue), ("b:1", &blue), ("b:2", &vec![])] {
            fill(&store, key, tags, key).await;
        }
        store.invalidate("blue").await.unwrap();
        let kept = |store: &MemoryStore| ["a:1", "a:2", "b:1", "b:2"].map(|key| has(store, key));
        assert_eq!(kept(&store), [true, false, false, true]);
        store.delete(b"b:2").await.unwrap();
        fill(&store, "a:2", &blue, "new").await;
        assert_eq!(kept(&store), [true, true, false, false]);
        store.delete_prefix(b"a:").await.unwrap();
        assert_eq!(kept(&store), [false; 4]);
    }

    /// A value that is being made when it is invalidated is out of date when it is done.
    #[tokio::test]
    async fn a_slow_value_does_not_come_back_after_its_invalidation() {
        let store = MemoryStore::default();
        let tags = vec!["t".to_owned()];
        let invalidations: [fn(&MemoryStore); 3] =
            [|store| store.forget(b"key"), |store| store.forget_prefix(b"k"), |store| store.forget_tag("t")];
        for invalidate in invalidations {
            let found = store.get(b"key", &tags).await.unwrap();
            invalidate(&store);
            store.set(b"key", entry("old", LONG), &found.ticket).await.unwrap();
            assert!(!has(&store, "key"));
            fill(&store, "key", &tags, "new").await;
            assert!(has(&store, "key"));
        }
    }

    #[tokio::test]
    async fn it_is_bounded_by_entries_and_by_bytes() {
        let few = MemoryStore::new(MemoryOptions::default().max_entries(100));
        let small = MemoryStore::new(MemoryOptions::default().max_bytes(100_000));
        for index in 0..2000 {
            fill(&few, &index.to_string(), &[], "x").await;
            fill(&small, &index.to_string(), &[], &"x".repeat(1000)).await;
        }
        assert!((1..=100).contains(&few.len()), "{}", few.len());
        assert!((1..=80).contains(&small.len()), "{}", small.len());
        let large = entry(&"x".repeat((1 << 20) + 1), LONG);
        assert!(matches!(
            small.set(b"large", large, &Ticket::default()).await,
            Err(CacheError::TooLarge { .. })
        ));
    }

    #[tokio::test]
    async fn the_values_of_a_forgotten_tag_are_forgotten() {
        let store = MemoryStore::new(MemoryOptions::default().max_tags(10));
        for index in 0..1000 {
            fill(&store, &index.to_string(), &[format!("tag {index}")], "x").await;
        }
        store.tags.run_pending_tasks();
        let kept = (0..1000).filter(|index| has(&store, &index.to_string())).count();
        assert!(kept <= 10, "{kept}");
        // and those of the ones that are known can be invalidated
        for index in 0..1000 {
            store.forget_tag(&format!("tag {index}"));
        }
        assert_eq!((0..1000).filter(|index| has(&store, &index.to_string())).count(), 0);
    }

    #[tokio::test]
    async fn a_value_ends_with_its_time() {
        let store = MemoryStore::default();
        store.set(b"key", entry("x", Duration::from_millis(30)), &Ticket::default()).await.unwrap();
        assert!(has(&store, "key"));
        tokio::time::sleep(Duration::from_millis(40)).await;
        assert!(!has(&store, "key"));
    }
}
