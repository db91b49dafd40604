//! Revocations of one process.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::{Answer, Redemption, RevocationStore, SessionOf};
use crate::error::StoreError;
use crate::token::SessionId;

/// The most notes of each kind, unless set.
const CAPACITY: usize = 1_000_000;

const SHARDS: usize = 16;

/// Revocations in the memory of this process: bounded, and each forgotten when no token can need it any more.
///
/// They end with the process, and no other instance sees them: after a restart, tokens of sessions that were logged out
/// are good again until they expire. Use `RedisRevocations` where that matters.
///
/// When it is full it refuses: log-outs and refreshes are answered with 503 until notes have expired. It never forgets
/// early, which would let a revoked token in.
///
/// # Example
///
/// ```
/// use fastrs_auth::{Jwt, MemoryRevocations, Sessions, random_secret};
///
/// let jwt = Jwt::hs256(random_secret()?)?;
/// let sessions = Sessions::new(jwt).with_store(MemoryRevocations::with_capacity(10_000));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct MemoryRevocations {
    hasher: RandomState,
    sessions: [Mutex<Shard<SessionId, Note>>; SHARDS],
    subjects: [Mutex<Shard<Box<str>, u64>>; SHARDS],
    /// Of each shard.
    capacity: usize,
}

#[derive(Clone, Copy)]
enum Note {
    Ended,
    /// The generation of the refresh token that has not been used yet.
    Next(u64),
}

struct Shard<K, V> {
    notes: HashMap<K, (V, Instant)>,
    /// At this length it is looked for notes that have expired.
    sweep_at: usize,
    /// When it was last looked. A full shard is not searched for every request that wants to write into it.
    swept: Option<Instant>,
}

/// How often a full shard is searched for notes that have expired.
const SWEEP_EVERY: Duration = Duration::from_secs(1);

impl<K: Eq + Hash, V: Copy> Shard<K, V> {
    fn new() -> Self {
        Self { notes: HashMap::new(), sweep_at: 64, swept: None }
    }

    fn get(&self, key: &K, now: Instant) -> Option<V> {
        self.notes.get(key).filter(|(_, until)| *until > now).map(|(value, _)| *value)
    }

    /// Keeps a note for at least as long as the one it replaces.
    fn set(
        &mut self,
        key: K,
        value: V,
        until: Instant,
        now: Instant,
        capacity: usize,
    ) -> Result<(), StoreError> {
        if let Some(known) = self.notes.get_mut(&key) {
            *known = (value, known.1.max(until));
            return Ok(());
        }
        let rests = self.notes.len() >= capacity && self.swept.is_some_and(|at| now < at + SWEEP_EVERY);
        if self.notes.len() >= self.sweep_at.min(capacity) && !rests {
            self.swept = Some(now);
            self.notes.retain(|_, (_, until)| *until > now);
            self.sweep_at = (self.notes.len() * 2).max(64);
            // What a flood has taken is given back.
            self.notes.shrink_to(self.sweep_at);
        }
        if self.notes.len() >= capacity {
            return Err(StoreError::new("the revocations in memory are full"));
        }
        self.notes.insert(key, (value, until));
        Ok(())
    }
}

impl MemoryRevocations {
    /// Room for a million notes.
    pub fn new() -> Self {
        Self::with_capacity(CAPACITY)
    }

    /// Room for at least this many sessions that have been refreshed or ended, and as many subjects.
    pub fn with_capacity(notes: usize) -> Self {
        Self {
            hasher: RandomState::new(),
            sessions: std::array::from_fn(|_| Mutex::new(Shard::new())),
            subjects: std::array::from_fn(|_| Mutex::new(Shard::new())),
            // The shards fill unevenly: by a quarter more and some is enough to hold what was asked for.
            capacity: (notes / SHARDS).saturating_add(notes / SHARDS / 4).saturating_add(16),
        }
    }

    /// How many notes there are, of sessions and of subjects; some of them may have expired.
    pub fn len(&self) -> usize {
        let sessions: usize = self.sessions.iter().map(|shard| lock(shard).notes.len()).sum();
        let subjects: usize = self.subjects.iter().map(|shard| lock(shard).notes.len()).sum();
        sessions + subjects
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn session(&self, id: &SessionId) -> MutexGuard<'_, Shard<SessionId, Note>> {
        lock(&self.sessions[self.shard(id)])
    }

    fn subject(&self, subject: &str) -> MutexGuard<'_, Shard<Box<str>, u64>> {
        lock(&self.subjects[self.shard(subject)])
    }

    fn shard(&self, key: impl Hash) -> usize {
        usize::try_from(self.hasher.hash_one(key) % SHARDS as u64).unwrap_or(0)
    }

    fn are_all_ended(&self, session: SessionOf<'_>, now: Instant) -> bool {
        let shard = self.subject(session.subject);
        // `Box<str>` borrows as `str`, which the map can be asked for.
        let known = shard.notes.get(session.subject).filter(|(_, until)| *until > now);
        known.is_some_and(|(ended, _)| session.id.begun() <= *ended)
    }

    fn is_revoked_now(&self, session: SessionOf<'_>) -> bool {
        let now = Instant::now();
        matches!(self.session(&session.id).get(&session.id, now), Some(Note::Ended))
            || self.are_all_ended(session, now)
    }

    fn redeem_now(
        &self,
        session: SessionOf<'_>,
        generation: u64,
        keep: Duration,
    ) -> Result<Redemption, StoreError> {
        let now = Instant::now();
        if self.are_all_ended(session, now) {
            return Ok(Redemption::Revoked);
        }
        let mut shard = self.session(&session.id);
        let (note, redemption) = match shard.get(&session.id, now) {
            Some(Note::Ended) => return Ok(Redemption::Revoked),
            Some(Note::Next(next)) if generation < next => (Note::Ended, Redemption::Replayed),
            _ => (Note::Next(generation.saturating_add(1)), Redemption::First),
        };
        shard.set(session.id, note, until(now, keep), now, self.capacity)?;
        Ok(redemption)
    }

    fn revoke_now(&self, session: SessionOf<'_>, keep: Duration) -> Result<(), StoreError> {
        let now = Instant::now();
        self.session(&session.id).set(session.id, Note::Ended, until(now, keep), now, self.capacity)
    }

    fn revoke_all_now(&self, subject: &str, begun: u64, keep: Duration) -> Result<(), StoreError> {
        let now = Instant::now();
        let mut shard = self.subject(subject);
        let begun = shard.notes.get(subject).map_or(begun, |(known, _)| begun.max(*known));
        shard.set(subject.into(), begun, until(now, keep), now, self.capacity)
    }
}

impl Default for MemoryRevocations {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryRevocations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryRevocations").field("notes", &self.len()).finish_non_exhaustive()
    }
}

impl RevocationStore for MemoryRevocations {
    fn is_revoked<'a>(&'a self, session: SessionOf<'a>) -> Answer<'a, bool> {
        let answer = Ok(self.is_revoked_now(session));
        Box::pin(std::future::ready(answer))
    }

    fn redeem<'a>(
        &'a self,
        session: SessionOf<'a>,
        generation: u64,
        keep: Duration,
    ) -> Answer<'a, Redemption> {
        Box::pin(std::future::ready(self.redeem_now(session, generation, keep)))
    }

    fn revoke<'a>(&'a self, session: SessionOf<'a>, keep: Duration) -> Answer<'a, ()> {
        Box::pin(std::future::ready(self.revoke_now(session, keep)))
    }

    fn ended_until<'a>(&'a self, subject: &'a str) -> Answer<'a, Option<u64>> {
        let now = Instant::now();
        let known =
            self.subject(subject).notes.get(subject).filter(|(_, until)| *until > now).map(|note| note.0);
        Box::pin(std::future::ready(Ok(known)))
    }

    fn revoke_all<'a>(&'a self, subject: &'a str, until: u64, keep: Duration) -> Answer<'a, ()> {
        Box::pin(std::future::ready(self.revoke_all_now(subject, until, keep)))
    }
}

/// No code of anybody else runs while a shard is locked.
fn lock<T>(shard: &Mutex<T>) -> MutexGuard<'_, T> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An end beyond what the clock can say is a century off.
fn until(now: Instant, keep: Duration) -> Instant {
    const CENTURY: Duration = Duration::from_secs(100 * 366 * 24 * 60 * 60);
    now + keep.min(CENTURY)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(3600);

    fn session(subject: &str) -> SessionOf<'_> {
        SessionOf { id: SessionId::new(crate::clock::micros()).unwrap(), subject }
    }

    #[test]
    fn a_note_is_forgotten_when_it_is_over_and_not_before() {
        let store = MemoryRevocations::new();
        let (short, long) = (session("ann"), session("ann"));
        store.revoke_now(short, Duration::ZERO).unwrap();
        store.revoke_now(long, LONG).unwrap();
        assert!(!store.is_revoked_now(short));
        assert!(store.is_revoked_now(long));
        // A shorter one does not cut a longer one off.
        store.revoke_now(long, Duration::ZERO).unwrap();
        assert!(store.is_revoked_now(long));
    }

    #[test]
    fn it_is_bounded_and_refuses_when_full() {
        let store = MemoryRevocations::with_capacity(1000);
        let ended: Vec<_> = (0..1000).map(|_| session("ann")).collect();
        for session in &ended {
            store.revoke_now(*session, LONG).unwrap();
        }
        let more = (0..10_000).filter(|_| store.revoke_now(session("ann"), LONG).is_ok()).count();
        assert!(more < 600, "{more}");
        assert!(ended.iter().all(|session| store.is_revoked_now(*session)));
        // What is there can still be changed.
        store.revoke_now(ended[0], LONG).unwrap();
    }

    #[test]
    fn room_returns_when_notes_expire() {
        let store = MemoryRevocations::with_capacity(1000);
        for _ in 0..10_000 {
            store.revoke_now(session("ann"), Duration::ZERO).unwrap();
        }
        assert!(store.len() <= 1600, "{}", store.len());
    }

    #[test]
    fn the_end_of_the_clock_is_no_panic() {
        let store = MemoryRevocations::new();
        let session = session("ann");
        store.revoke_now(session, Duration::MAX).unwrap();
        assert_eq!(store.redeem_now(session, u64::MAX, Duration::MAX).unwrap(), Redemption::Revoked);
    }
}
