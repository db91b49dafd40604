//! Where the framework's own messages go: to `tracing`, or to the terminal where nobody subscribed.

use std::any::Any;
use std::fmt::Arguments;

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

#[cold]
pub(crate) fn error(message: Arguments<'_>) {
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
