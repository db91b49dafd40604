//! Background tasks: work that is begun by a request and done when its answer has been sent.

use std::future::Future;
use std::sync::Arc;

use crate::describe::EndpointDescription;
use crate::error::HttpError;
use crate::extract::{FromRequest, Rejection};
use crate::finish::{After, run_tasks};
use crate::request::RequestContext;

/// An argument that takes work for later: it is done, in the order in which it was added, when the answer has been sent.
///
/// Handlers and dependencies of one request share one list. Nothing is done if the request ends in an error
/// (`HttpError`, `ApiError`, a panic, a timeout): what was promised has not come about. A task that panics is logged, and
/// the next one runs. A server that stops waits for them within its grace.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::testing::TestClient;
/// use std::sync::Mutex;
///
/// #[derive(Default)]
/// struct Sent(Mutex<Vec<String>>);
///
/// #[post("/notify/{email}")]
/// async fn notify(email: String, sent: State<Sent>, tasks: BackgroundTasks) -> &'static str {
///     tasks.add(async move { sent.0.lock().unwrap().push(email) });
///     "It will be sent"
/// }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let app = App::new("Mail", "1.0.0").state(Sent::default()).routes(routes![notify]);
/// // the client waits for the tasks of its request
/// TestClient::new(app).post("/notify/ann@example.com").await.assert_ok();
/// # }
/// ```
#[derive(Clone, Default)]
pub struct BackgroundTasks(Arc<After>);

impl BackgroundTasks {
    /// Adds a task.
    pub fn add(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.0.add_task(Box::pin(task));
    }

    /// Runs what was added so far, for tests that call a handler as the plain function it is.
    pub async fn run(&self) {
        run_tasks(self.0.take_tasks()).await;
    }
}

impl std::fmt::Debug for BackgroundTasks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BackgroundTasks(..)")
    }
}

impl FromRequest for BackgroundTasks {
    fn describe(description: &mut EndpointDescription) {
        description.concludes = true;
        description.takes_nothing();
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        let undescribed =
            || HttpError::new(500, "`BackgroundTasks` was taken by an extractor that does not describe it");
        After::of(cx).map(Self).ok_or_else(|| undescribed().into())
    }
}
