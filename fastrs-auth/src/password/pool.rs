//! Bounded work on tokio's blocking pool: so many at once, so many waiting, the rest is refused at once.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::stored::Memory;
use crate::error::PasswordError;

/// Default number of waiting calls: on 2 cores about 0.8 s of waiting for the last one.
pub(super) const QUEUE: usize = 64;

/// The number of cores this process may use, 1 when unknown.
pub(super) fn cores() -> usize {
    thread::available_parallelism().map_or(1, Into::into)
}

/// The limits, shared by all clones.
#[derive(Clone)]
pub(super) struct Pool(Arc<Limits>);

struct Limits {
    workers: usize,
    queue: usize,
    /// One permit per call inside, waiting or running.
    places: Arc<Semaphore>,
    /// One permit per running job. Tokio hands them out in order of arrival.
    running: Arc<Semaphore>,
    finished: AtomicU64,
    /// What jobs have worked in: never more than have run at once.
    memory: Mutex<Vec<Memory>>,
}

impl Pool {
    pub(super) fn new(workers: usize, queue: usize) -> Self {
        let workers = workers.clamp(1, Semaphore::MAX_PERMITS / 2);
        let queue = queue.min(Semaphore::MAX_PERMITS / 2);
        Self(Arc::new(Limits {
            workers,
            queue,
            places: Arc::new(Semaphore::new(workers + queue)),
            running: Arc::new(Semaphore::new(workers)),
            finished: AtomicU64::new(0),
            memory: Mutex::default(),
        }))
    }

    pub(super) fn workers(&self) -> usize {
        self.0.workers
    }

    pub(super) fn queue(&self) -> usize {
        self.0.queue
    }

    /// How many jobs have run to their end.
    pub(super) fn finished(&self) -> u64 {
        self.0.finished.load(Ordering::Relaxed)
    }

    /// Runs `job` when its turn comes.
    ///
    /// A caller who gives up while waiting leaves the queue. A job that has begun cannot be stopped, so both permits
    /// move into it: giving up must not make room for another hash while this one still burns its core.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let place = Arc::clone(&self.0.places).try_acquire_owned().map_err(|_| PasswordError::Busy)?;
        let running = Arc::clone(&self.0.running).acquire_owned().await.map_err(|_| PasswordError::Failed)?;
        let limits = Arc::clone(&self.0);
        let task = spawn_blocking(move || {
            let _permits = (place, running);
            let mut memory = limits.memory().pop().unwrap_or_default();
            let answer = job(&mut memory);
            limits.memory().push(memory);
            limits.finished.fetch_add(1, Ordering::Relaxed);
            answer
        });
        task.await.map_err(|_| PasswordError::Failed)
    }
}

impl Limits {
    fn memory(&self) -> MutexGuard<'_, Vec<Memory>> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool")
            .field("workers", &self.workers())
            .field("queue", &self.queue())
            .field("finished", &self.finished())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::{Pin, pin};
    use std::sync::mpsc::{self, Sender};
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    /// A job that runs until its sender is dropped.
    fn gated() -> (Sender<()>, impl FnOnce(&mut Memory) + Send + 'static) {
        let (open, gate) = mpsc::channel();
        (open, move |_: &mut Memory| while gate.recv().is_ok() {})
    }

    #[tokio::test]
    async fn overflow_of_the_queue_is_busy_and_room_returns() {
        let pool = Pool::new(1, 1);
        let (open, job) = gated();
        let mut first = pin!(pool.run(job));
        assert!(poll(first.as_mut()).is_pending());
        let mut second = pin!(pool.run(|_| ()));
        assert!(poll(second.as_mut()).is_pending());
        assert_eq!(pool.run(|_| ()).await, Err(PasswordError::Busy));

        drop(open);
        assert_eq!(first.await, Ok(()));
        assert_eq!(second.await, Ok(()));
        assert_eq!(pool.run(|_| 7).await, Ok(7));
        assert_eq!(pool.finished(), 3);
    }

    #[tokio::test]
    async fn a_caller_who_gives_up_waiting_leaves_the_queue() {
        let pool = Pool::new(1, 1);
        let (open, job) = gated();
        let mut first = pin!(pool.run(job));
        assert!(poll(first.as_mut()).is_pending());
        {
            let mut second = pin!(pool.run(|_| ()));
            assert!(poll(second.as_mut()).is_pending());
        }
        let mut third = pin!(pool.run(|_| ()));
        assert!(poll(third.as_mut()).is_pending());
        drop(open);
        assert_eq!(first.await, Ok(()));
        assert_eq!(third.await, Ok(()));
        assert_eq!(pool.finished(), 2);
    }

    #[tokio::test]
    async fn a_running_job_keeps_its_permit_when_the_caller_is_gone() {
        let pool = Pool::new(1, 0);
        let (open, job) = gated();
        let (begun, begin) = mpsc::channel();
        {
            let mut first = pin!(pool.run(move |_| {
                begun.send(()).unwrap();
                job(&mut Memory::new());
            }));
            assert!(poll(first.as_mut()).is_pending());
        }
        begin.recv().unwrap();
        assert_eq!(pool.run(|_| ()).await, Err(PasswordError::Busy));
        drop(open);
        while pool.run(|_| ()).await.is_err() {
            tokio::task::yield_now().await;
        }
        assert_eq!(pool.finished(), 2);
    }

    #[tokio::test]
    async fn a_panic_is_a_failure_and_frees_the_place() {
        let pool = Pool::new(1, 0);
        let found: Result<(), _> = pool.run(|_| panic!("on purpose")).await;
        assert_eq!(found, Err(PasswordError::Failed));
        assert_eq!(pool.run(|_| ()).await, Ok(()));
    }

    #[test]
    fn there_is_always_a_worker() {
        assert_eq!(Pool::new(0, usize::MAX).workers(), 1);
        assert!(cores() >= 1);
    }
}
