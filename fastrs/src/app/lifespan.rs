//! The life of an app: what runs before its first request and after its last.

use std::any::TypeId;
use std::sync::{Arc, Mutex, OnceLock};

use tokio::sync::watch;

use crate::body::BoxError;
use crate::endpoint::BoxFuture;

pub(super) type Stop = Box<dyn FnOnce() -> BoxFuture<'static, Result<(), BoxError>> + Send>;
pub(super) type Start = Box<dyn FnOnce() -> BoxFuture<'static, Result<Option<Stop>, BoxError>> + Send>;

/// One step: what it does at the start, which may bring what it does at the end; or the latter alone.
pub(super) enum Step {
    Start(Start),
    /// It makes a state of this type and does nothing else.
    Make(TypeId, Start),
    Stop(Stop),
}

/// The steps of an app, in the order in which they were added.
#[derive(Default)]
pub(super) struct Lifespan {
    steps: Mutex<Vec<Step>>,
    stops: Mutex<Vec<Stop>>,
}

impl Lifespan {
    pub(super) fn new(steps: Vec<Step>) -> Self {
        Self { steps: Mutex::new(steps), stops: Mutex::default() }
    }

    fn take<T>(list: &Mutex<Vec<T>>) -> Vec<T> {
        std::mem::take(&mut list.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Runs the steps of the start, once.
    ///
    /// # Errors
    /// Those of the first step that fails. What was begun before it is ended.
    pub(super) async fn start(&self) -> Result<(), BoxError> {
        let mut stops = Vec::new();
        for step in Self::take(&self.steps) {
            match step {
                Step::Stop(stop) => stops.push(stop),
                Step::Start(start) | Step::Make(_, start) => match start().await {
                    Ok(stop) => stops.extend(stop),
                    Err(error) => {
                        if let Err(second) = run(stops).await {
                            crate::log::error(format_args!("a shutdown step failed: {second}"));
                        }
                        return Err(error);
                    }
                },
            }
        }
        *self.stops.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = stops;
        Ok(())
    }

    /// Runs the steps of the end, the last one first.
    ///
    /// # Errors
    /// The first of theirs; a step that fails does not keep the others from cleaning up.
    pub(super) async fn stop(&self) -> Result<(), BoxError> {
        run(Self::take(&self.stops)).await
    }
}

async fn run(stops: Vec<Stop>) -> Result<(), BoxError> {
    let mut outcome = Ok(());
    for stop in stops.into_iter().rev() {
        outcome = outcome.and(stop().await);
    }
    outcome
}

/// A place for what a start-up step makes.
pub(super) type Place<T> = Arc<OnceLock<Arc<T>>>;

/// Counts what is under way, so that the end can be waited for.
#[derive(Debug, Clone)]
pub(super) struct Tracker(Arc<watch::Sender<usize>>);

impl Default for Tracker {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }
}

impl Tracker {
    /// Counts one more, until the token is dropped.
    pub(super) fn token(&self) -> Token {
        self.0.send_modify(|count| *count += 1);
        Token(self.0.clone())
    }

    /// Waits until nothing is under way.
    pub(super) async fn ended(&self) {
        // The sender lives as long as `self`, so there is no error.
        let _ = self.0.subscribe().wait_for(|count| *count == 0).await;
    }
}

/// One of what a [`Tracker`] counts.
#[derive(Debug)]
pub(super) struct Token(Arc<watch::Sender<usize>>);

impl Drop for Token {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}
