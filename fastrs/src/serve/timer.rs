//! The time that a client has for the head of a request.
//!
//! hyper asks for a timer at every request, and drops it as soon as the head is there. To set one in the runtime and clear
//! it again costs more than many a handler does. So each connection has one timer, which is set once and moved only when
//! it fires too early.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use hyper::rt::{Sleep, Timer};

/// The timer of one connection.
#[derive(Debug, Default)]
pub(super) struct HeadTimer(Arc<Mutex<Alarm>>);

/// A timer of the runtime, and whom it wakes.
#[derive(Debug, Default)]
struct Alarm {
    sleep: Option<Pin<Box<tokio::time::Sleep>>>,
    waker: Option<Waker>,
}

/// One wait for a head.
struct Wait {
    deadline: Instant,
    alarm: Arc<Mutex<Alarm>>,
}

impl Timer for HeadTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(Instant::now() + duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        Box::pin(Wait { deadline, alarm: self.0.clone() })
    }
}

impl Sleep for Wait {}

impl Future for Wait {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        // Nothing panics while it is held, and nobody else waits for it: a connection is one task.
        let mut alarm = self.alarm.lock().unwrap_or_else(PoisonError::into_inner);
        alarm.poll(self.deadline, cx)
    }
}

impl Alarm {
    /// Ready at `deadline`. The runtime's timer fires then or earlier, never later.
    fn poll(&mut self, deadline: Instant, cx: &mut Context<'_>) -> Poll<()> {
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(deadline.into())));
        let is_awaited = self.waker.as_ref().is_some_and(|waker| waker.will_wake(cx.waker()));
        if is_awaited && !sleep.is_elapsed() && sleep.deadline().into_std() <= deadline {
            return Poll::Pending;
        }
        if sleep.deadline().into_std() > deadline {
            sleep.as_mut().reset(deadline.into());
        }
        while sleep.as_mut().poll(cx).is_ready() {
            if sleep.deadline().into_std() >= deadline {
                return Poll::Ready(());
            }
            sleep.as_mut().reset(deadline.into());
        }
        self.waker = Some(cx.waker().clone());
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    /// Whether a wait for `timeout` is over by now.
    async fn is_over(wait: &mut Pin<Box<dyn Sleep>>) -> bool {
        poll_fn(|cx| Poll::Ready(wait.as_mut().poll(cx).is_ready())).await
    }

    #[tokio::test]
    async fn every_wait_has_its_own_deadline() {
        let timer = HeadTimer::default();
        let short = Duration::from_millis(40);
        // The first one sets the timer, and is dropped: the head came.
        assert!(!is_over(&mut timer.sleep(short)).await);
        tokio::time::sleep(Duration::from_millis(20)).await;
        let started = Instant::now();
        let mut second = timer.sleep(short);
        assert!(!is_over(&mut second).await);
        // The timer fires for the first, and must not end the second.
        second.await;
        assert!(started.elapsed() >= short, "{:?}", started.elapsed());
        let mut late = timer.sleep(Duration::from_secs(3600));
        assert!(!is_over(&mut late).await);
        // An earlier deadline than the one that is set.
        timer.sleep(short).await;
        assert!(!is_over(&mut late).await);
    }
}
