//! The list of what is left to be done, and how it is done.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::Poll;
use std::time::Duration;

use http::StatusCode;
use tokio::sync::{OwnedRwLockReadGuard, RwLock};

use super::{Finish, Outcome};
use crate::error::{Failure, HttpError, RequestHead};
use crate::request::RequestContext;
use crate::response::{InternalError, IntoResponse, Response};

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The second half of one dependency.
type Finisher = Box<dyn for<'o> FnOnce(Outcome<'o>) -> Boxed<'o, Result<(), HttpError>> + Send>;

/// What is left to be done when the handler has answered.
#[derive(Default)]
pub(crate) struct After {
    finishers: Mutex<Vec<Finisher>>,
    tasks: Mutex<Vec<Boxed<'static, ()>>>,
    /// The request, kept because the answer may become an error that has to be logged and written.
    request: Mutex<Option<RequestHead>>,
    /// Held by a handler that works on a thread, which nothing can stop.
    work: Arc<RwLock<()>>,
}

/// How the handler ended.
pub(crate) enum Ending {
    Answered(Response),
    Panicked,
    TimedOut,
    Disconnected,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while it holds one of them: they are pushed to and popped from.
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl After {
    /// What the route of `cx` keeps, if something of it was described.
    pub(crate) fn of(cx: &RequestContext) -> Option<Arc<Self>> {
        cx.after.clone()?.downcast().ok()
    }

    /// Lets a dependency finish, before all that were added earlier.
    pub(crate) fn add_finisher<T: Finish>(&self, value: Arc<T>) {
        let finisher: Finisher = Box::new(move |outcome| match Arc::try_unwrap(value) {
            Ok(value) => Box::pin(value.finish(outcome)),
            Err(_) => {
                let name = std::any::type_name::<T>();
                let fault = format!("`{name}` cannot finish: a `Depends` of it is kept beyond the handler");
                Box::pin(std::future::ready(Err(HttpError::new(500, fault))))
            }
        });
        lock(&self.finishers).push(finisher);
    }

    /// Tells, when all dependencies have finished, whether the request has succeeded.
    pub(crate) fn tell_outcome(&self, tell: impl FnOnce(bool) + Send + 'static) {
        let finisher: Finisher = Box::new(move |outcome| {
            tell(outcome.is_success());
            Box::pin(std::future::ready(Ok(())))
        });
        lock(&self.finishers).insert(0, finisher);
    }

    pub(crate) fn add_task(&self, task: Boxed<'static, ()>) {
        lock(&self.tasks).push(task);
    }

    /// The tasks that were added so far.
    pub(crate) fn take_tasks(&self) -> Vec<Boxed<'static, ()>> {
        std::mem::take(&mut lock(&self.tasks))
    }

    pub(crate) fn has_finishers(&self) -> bool {
        !lock(&self.finishers).is_empty()
    }

    pub(crate) fn has_tasks(&self) -> bool {
        !lock(&self.tasks).is_empty()
    }

    /// Nothing finishes until this has been dropped.
    pub(crate) fn working(&self) -> Option<OwnedRwLockReadGuard<()>> {
        self.work.clone().try_read_owned().ok()
    }

    /// Whether the handler goes on working although nobody waits for it any more.
    pub(crate) fn is_working(&self) -> bool {
        self.work.try_write().is_err()
    }

    pub(crate) fn keep_request(&self, request: RequestHead) {
        *lock(&self.request) = Some(request);
    }

    /// Lets the dependencies finish, the last one first. Gives the answer, and the request if it has been kept.
    ///
    /// Each may take as long as `patience`. One that takes longer is let go, and the others learn of it: they end what
    /// they began all the same.
    pub(crate) async fn finish(
        &self,
        mut ending: Ending,
        patience: Option<Duration>,
        handler: &str,
    ) -> (Ending, RequestHead) {
        drop(self.work.write().await);
        let mut request = lock(&self.request).take().unwrap_or_default();
        loop {
            let Some(finisher) = lock(&self.finishers).pop() else { return (ending, request) };
            let failure = match &ending {
                Ending::Answered(answer) if answer.status().as_u16() >= 400 => {
                    Some(Failure::of(answer, request.clone()))
                }
                _ => None,
            };
            let status = match &ending {
                Ending::Answered(answer) => answer.status(),
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            };
            let outcome = match (&failure, &ending) {
                (Some(failure), _) => Outcome::Failure(failure),
                (None, Ending::Answered(_)) => Outcome::Success(status),
                (None, Ending::Panicked) => Outcome::Panic,
                (None, Ending::TimedOut) => Outcome::Timeout,
                (None, Ending::Disconnected) => Outcome::Disconnect,
            };
            let finishing = unpanicked(finisher(outcome));
            let finished = match patience {
                Some(patience) => tokio::time::timeout(patience, finishing).await,
                None => Ok(finishing.await),
            };
            if let Some(failure) = failure {
                request = failure.into_request();
            }
            let error = match finished {
                Err(_) => {
                    crate::log::error(format_args!("{handler}: a dependency took too long to finish"));
                    log_lost(&ending);
                    ending = Ending::TimedOut;
                    continue;
                }
                Ok(Ok(Ok(()))) => continue,
                Ok(Ok(Err(error))) => error,
                Ok(Err(reason)) => {
                    HttpError::new(500, format!("a dependency panicked as it finished: {reason}"))
                }
            };
            ending = replaced(ending, error);
        }
    }
}

/// The error takes the place of the answer there was. Nothing that should be logged is lost.
fn replaced(ending: Ending, error: HttpError) -> Ending {
    let answer = error.into_response(StatusCode::OK);
    if answer.status().is_server_error() {
        log_lost(&ending);
    }
    Ending::Answered(answer)
}

/// Logs the error of an answer that does not go out.
fn log_lost(ending: &Ending) {
    if let Ending::Answered(answer) = ending
        && let Some(lost) = answer.extensions().get::<InternalError>()
    {
        crate::log::error(format_args!("a dependency could not finish after: {}", lost.chain()));
    }
}

/// Runs background tasks, one after the other. One that panics is logged, and the next one runs.
pub(crate) async fn run_tasks(tasks: Vec<Boxed<'static, ()>>) {
    for task in tasks {
        if let Err(reason) = unpanicked(task).await {
            crate::log::error(format_args!("a background task panicked: {reason}"));
        }
    }
}

/// What a future gives, or the text of its panic.
async fn unpanicked<T>(mut future: Boxed<'_, T>) -> Result<T, String> {
    std::future::poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => Poll::Ready(Err(crate::log::panic_text(&*panic))),
    })
    .await
}
