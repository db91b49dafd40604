//! What is left to be done when the handler has answered: the second half of dependencies, then background tasks.
//!
//! Only routes that have such get an [`After`]; the others pay nothing.

mod after;
mod outcome;

use std::future::Future;

use crate::error::HttpError;

pub(crate) use after::{After, Ending, run_tasks};
pub use outcome::Outcome;

/// The second half of a dependency under `#[dependency(finish)]`: FastAPI's code after `yield`.
///
/// It runs when the handler has answered and **before the first byte of the response goes out**, so that what fails here
/// is a 500 and never a success that is none. The last dependency that was made finishes first. It runs whatever came
/// of the request: an error, a panic, a timeout, or a client that has left (then in a task of its own).
///
/// The handler holds a [`Depends`](crate::Depends), `finish` takes the value itself: whoever keeps the `Depends` beyond
/// the handler, in a task or in a stream, keeps it from finishing, which is a fault: logged, and answered with 500.
///
/// ```
/// use fastrs::prelude::*;
/// use std::sync::Mutex;
///
/// #[derive(Default)]
/// struct Log(Mutex<Vec<&'static str>>);
///
/// struct Session(State<Log>);
///
/// #[dependency(finish)]
/// async fn session(log: State<Log>) -> Session {
///     Session(log)
/// }
///
/// impl Finish for Session {
///     async fn finish(self, outcome: Outcome<'_>) -> Result<(), HttpError> {
///         self.0.0.lock().unwrap().push(if outcome.is_success() { "kept" } else { "thrown away" });
///         Ok(())
///     }
/// }
///
/// #[post("/items")]
/// async fn create(_session: Depends<Session>) -> &'static str { "created" }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how it finishes",
    label = "does not implement `Finish`",
    note = "write `impl Finish for {Self} {{ async fn finish(self, outcome: Outcome<'_>) -> Result<(), HttpError> {{ … }} }}`, or take `finish` out of `#[dependency(finish)]`"
)]
pub trait Finish: Sized + Send + Sync + 'static {
    /// Ends what the dependency began.
    ///
    /// # Errors
    /// An error becomes the answer, in place of the one there was.
    fn finish(self, outcome: Outcome<'_>) -> impl Future<Output = Result<(), HttpError>> + Send;
}
