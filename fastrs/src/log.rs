//! Where the framework's own messages go: to `tracing`, or to the terminal where nobody subscribed.

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
