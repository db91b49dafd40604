//! How long a client is waited for.
//!
//! hyper has a timer for the heads of requests, but to start it, it asks the socket once more after every answer, which
//! costs more than many a handler. So a connection counts what happens on it, and one timer looks now and then whether
//! anything did.

use std::future::Future as _;
use std::io::{self, IoSlice};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::coop::unconstrained;
use tokio::time::{Instant, Sleep};

/// What happens on a connection.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// How often the client has brought something to its end: a head, or the reading of a piece of an answer.
    steps: AtomicU32,
    /// How many requests are being answered.
    busy: AtomicU32,
    /// Whether the client has to read before more can be written.
    is_full: AtomicBool,
}

impl Watch {
    fn step(&self) {
        self.steps.fetch_add(1, Relaxed);
    }

    /// A head is there. Until the guard is dropped, it is not the client who is waited for.
    pub(super) fn begin(self: &Arc<Self>) -> Busy {
        self.busy.fetch_add(1, Relaxed);
        Busy(self.clone())
    }
}

/// A request that is being answered.
#[derive(Debug)]
pub(super) struct Busy(Arc<Watch>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.busy.fetch_sub(1, Relaxed);
        self.0.step();
    }
}

/// Goes off when the client has been waited for too long.
#[derive(Debug)]
pub(super) struct Alarm {
    watch: Arc<Watch>,
    sleep: Pin<Box<Sleep>>,
    tick: Duration,
    /// Whether the timer wakes the task that polls this.
    is_set: bool,
    /// The steps at the last look, and the looks since they have changed.
    seen: u32,
    looks: u32,
    /// So many looks are borne while the client has to read.
    full_looks: u32,
}

impl Alarm {
    /// So many looks make the patience: a client is waited for as long as that, and at most a quarter longer.
    const LOOKS: u32 = 4;

    /// `patience` is for a head, `full` for the reading of an answer.
    pub(super) fn new(watch: Arc<Watch>, patience: Duration, full: Duration) -> Self {
        let tick = (patience / Self::LOOKS).max(Duration::from_millis(1));
        let full_looks = full.as_millis().div_ceil(tick.as_millis()).try_into().unwrap_or(u32::MAX);
        let sleep = Box::pin(tokio::time::sleep(tick));
        Self { watch, sleep, tick, is_set: false, seen: 0, looks: 0, full_looks }
    }

    /// Ready when the client shall be waited for no longer. To be polled by one task alone.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.is_set && !self.sleep.is_elapsed() {
            return Poll::Pending;
        }
        // Not within the task's budget: a connection that has used it up would never be woken by a timer that it could
        // not set.
        while pin!(unconstrained(self.sleep.as_mut())).poll(cx).is_ready() {
            if self.look() {
                return Poll::Ready(());
            }
            self.sleep.as_mut().reset(Instant::now() + self.tick);
        }
        self.is_set = true;
        Poll::Pending
    }

    /// Whether nothing has happened for too long.
    fn look(&mut self) -> bool {
        let steps = self.watch.steps.load(Relaxed);
        let is_full = self.watch.is_full.load(Relaxed);
        // A handler at work is waited for, but not one whose client does not read.
        if steps != self.seen || (!is_full && self.watch.busy.load(Relaxed) > 0) {
            (self.seen, self.looks) = (steps, 0);
        }
        self.looks += 1;
        // The first look comes at any time after the last step.
        self.looks > if is_full { self.full_looks } else { Self::LOOKS }
    }
}

/// A stream whose writing is watched: a client that reads is not idle.
#[derive(Debug)]
pub(super) struct Watched {
    stream: TokioIo<TcpStream>,
    watch: Arc<Watch>,
}

impl Watched {
    pub(super) fn new(stream: TcpStream, watch: Arc<Watch>) -> Self {
        Self { stream: TokioIo::new(stream), watch }
    }

    fn written(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        self.watch.is_full.store(written.is_pending(), Relaxed);
        if written.is_ready() {
            self.watch.step();
        }
        written
    }
}

impl Read for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl Write for Watched {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.written(written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, pieces);
        self.written(written)
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    const PATIENCE: Duration = Duration::from_millis(80);

    fn alarm(watch: &Arc<Watch>) -> Alarm {
        Alarm::new(watch.clone(), PATIENCE, PATIENCE * 4)
    }

    async fn goes_off(alarm: &mut Alarm) -> Duration {
        let started = Instant::now();
        poll_fn(|cx| alarm.poll(cx)).await;
        started.elapsed()
    }

    #[tokio::test]
    async fn silence_is_borne_for_a_while() {
        let silent = Arc::default();
        let waited = goes_off(&mut alarm(&silent)).await;
        assert!(waited >= PATIENCE && waited < PATIENCE * 4, "{waited:?}");
    }

    #[tokio::test]
    async fn who_does_not_read_is_borne_longer_but_not_for_ever() {
        let full = Arc::new(Watch { is_full: true.into(), ..Watch::default() });
        let _busy = full.begin();
        assert!(goes_off(&mut alarm(&full)).await >= PATIENCE * 4);
    }

    #[tokio::test]
    async fn work_and_every_step_begin_the_wait_anew() {
        let watch = Arc::new(Watch::default());
        let mut alarm = alarm(&watch);
        let other = watch.clone();
        tokio::spawn(async move {
            let busy = other.begin();
            tokio::time::sleep(PATIENCE * 2).await;
            drop(busy);
            for _ in 0..4 {
                tokio::time::sleep(PATIENCE / 2).await;
                other.step();
            }
        });
        assert!(goes_off(&mut alarm).await >= PATIENCE * 5);
    }
}
