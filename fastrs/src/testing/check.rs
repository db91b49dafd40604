//! The start-up report as a test.

use crate::app::{App, AppService};

/// Checks the wiring of an app, and gives the service that would answer its requests.
///
/// One such test tells in CI what would otherwise be told when the program starts:
///
/// ```
/// use fastrs::prelude::*;
///
/// #[get("/")]
/// async fn root() -> &'static str { "Hello, World!" }
///
/// fn app() -> App { App::new("Hello", "1.0.0").routes(routes![root]) }
///
/// // under `#[test]`
/// fastrs::testing::check(app());
/// ```
///
/// # Panics
/// If the app's wiring has faults; all of them are in the message.
#[track_caller]
#[allow(clippy::must_use_candidate, reason = "most tests want nothing but the check")]
pub fn check(app: App) -> AppService {
    match app.build() {
        Ok(service) => service,
        Err(faults) => panic!("{faults}"),
    }
}
