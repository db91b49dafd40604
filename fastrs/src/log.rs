//! Where the framework's own messages go: to `tracing`, or to the terminal where nobody subscribed; and of which request
//! they are.
//!
//! A handler that panics or is late has taken its request along. So the layer that names requests leaves the name with the
//! thread for as long as a part of the request is at work there, and what is logged meanwhile says it.

use std::any::Any;
use std::cell::RefCell;
use std::fmt::Arguments;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::HeaderValue;

thread_local! {
    static REQUEST: RefCell<Option<HeaderValue>> = const { RefCell::new(None) };
}

/// A program without a subscriber is a first program: it shall not be left in the dark.
fn nobody_listens() -> bool {
    !tracing::dispatcher::has_been_set()
}

pub(crate) fn info(message: Arguments<'_>) {
    tracing::info!("{message}");
    if nobody_listens() {
        eprintln!("INFO  {message}");
    }
}

/// Logs an error, with the id of the request that is at work, if one is and has an id.
#[cold]
pub(crate) fn error(message: Arguments<'_>) {
    match request_id() {
        Some(id) => error_of(&id, message),
        None => write_error(message),
    }
}

/// Logs an error of a request whose id is known.
#[cold]
pub(crate) fn error_of(id: &HeaderValue, message: Arguments<'_>) {
    // Control characters of the client's must not forge lines of the log.
    let id = id.to_str().unwrap_or("-").escape_debug();
    write_error(format_args!("{message} (request id {id})"));
}

fn write_error(message: Arguments<'_>) {
    tracing::error!("{message}");
    if nobody_listens() {
        eprintln!("ERROR {message}");
    }
}

/// Logs that `who` panicked.
pub(crate) fn panic(who: &str, panic: &(dyn Any + Send)) {
    error(format_args!("{who} panicked: {}", panic_text(panic)));
}

/// The message of a panic.
pub(crate) fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

/// The id of the request that is at work on this thread.
pub(crate) fn request_id() -> Option<HeaderValue> {
    REQUEST.with_borrow(Clone::clone)
}

/// Does a part of a request's work under its id.
pub(crate) fn within<T>(id: Option<&HeaderValue>, work: impl FnOnce() -> T) -> T {
    /// Puts back what was there, also after a panic.
    struct Restore(Option<HeaderValue>);
    impl Drop for Restore {
        fn drop(&mut self) {
            REQUEST.set(self.0.take());
        }
    }
    let _restore = Restore(REQUEST.replace(id.cloned()));
    work()
}

pin_project_lite::pin_project! {
    /// A future that is polled and dropped under the id of its request.
    pub(crate) struct Within<F> {
        id: Option<HeaderValue>,
        // Nothing only while it is dropped.
        #[pin]
        future: Option<F>,
    }

    impl<F> PinnedDrop for Within<F> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            within(this.id.as_ref(), || this.future.set(None));
        }
    }
}

impl<F> Within<F> {
    pub(crate) fn new(id: Option<HeaderValue>, future: F) -> Self {
        Self { id, future: Some(future) }
    }

    /// Under the id of the request that is at work now: for what goes on in a task of its own.
    pub(crate) fn current(future: F) -> Self {
        Self::new(request_id(), future)
    }
}

impl<F: Future> Future for Within<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let future = this.future.as_pin_mut().expect("it is there until it is dropped");
        within(this.id.as_ref(), || future.poll(cx))
    }
}
