//! One flight for each key: of those who ask for the same at once, one makes it and the others wait.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::codec::Entry;

/// The flights of one cache.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flights(Arc<Mutex<InTheAir>>);

/// How each will end: nothing, until it does.
type InTheAir = HashMap<Box<[u8]>, watch::Receiver<Option<Landed>>>;

/// How a flight ended.
#[derive(Debug, Clone)]
pub(crate) enum Landed {
    /// With a value for all.
    Shared(Arc<Entry>),
    /// With one that was for its maker alone.
    Alone,
}

pub(crate) enum Joined {
    Leads(Leader),
    Follows(Follower),
}

impl Flights {
    /// Joins the flight for a key, or begins one.
    pub(crate) fn join(&self, key: &[u8]) -> Joined {
        let mut flights = self.lock();
        // A flight whose leader is gone is none: its entry goes with the leader, who may still be on the way out.
        if let Some(flight) = flights.get(key).filter(|flight| flight.has_changed().is_ok()) {
            return Joined::Follows(Follower(flight.clone()));
        }
        let (landing, flight) = watch::channel(None);
        flights.insert(key.into(), flight);
        Joined::Leads(Leader { flights: self.clone(), key: key.into(), landing })
    }

    fn lock(&self) -> MutexGuard<'_, InTheAir> {
        // Nothing panics while it holds it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.lock().len()
    }
}

/// Whoever makes the value. If it is dropped before it lands, by a panic or because its client has left, one of those who
/// wait takes its place.
#[derive(Debug)]
pub(crate) struct Leader {
    flights: Flights,
    key: Box<[u8]>,
    landing: watch::Sender<Option<Landed>>,
}

impl Leader {
    pub(crate) fn land(&mut self, landed: Landed) {
        self.landing.send_replace(Some(landed));
    }
}

impl Drop for Leader {
    fn drop(&mut self) {
        let mut flights = self.flights.lock();
        // Another flight may have begun under the key.
        if flights.get(&self.key).is_some_and(|flight| flight.same_channel(&self.landing.subscribe())) {
            flights.remove(&self.key);
        }
    }
}

#[derive(Debug)]
pub(crate) struct Follower(watch::Receiver<Option<Landed>>);

impl Follower {
    /// How it ended; nothing, if its leader is gone.
    pub(crate) async fn landed(mut self) -> Option<Landed> {
        self.0.wait_for(Option::is_some).await.ok().and_then(|landed| landed.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads(flights: &Flights) -> Option<Leader> {
        match flights.join(b"key") {
            Joined::Leads(leader) => Some(leader),
            Joined::Follows(_) => None,
        }
    }

    #[tokio::test]
    async fn the_followers_of_a_leader_that_is_gone_are_not_stranded() {
        let flights = Flights::default();
        let leader = leads(&flights).unwrap();
        let Joined::Follows(follower) = flights.join(b"key") else { panic!("there is a leader") };
        drop(leader);
        assert!(follower.landed().await.is_none());
        let mut next = leads(&flights).expect("nobody leads");
        let Joined::Follows(follower) = flights.join(b"key") else { panic!("there is a leader") };
        next.land(Landed::Alone);
        drop(next);
        assert!(matches!(follower.landed().await, Some(Landed::Alone)), "known also when the leader is gone");
        assert_eq!(flights.len(), 0);
    }
}
