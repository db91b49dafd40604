//! How much at once.

use std::sync::Arc;
use std::time::Duration;

use http::header::{HeaderValue, RETRY_AFTER};
use http::{HeaderMap, StatusCode};
use tokio::sync::Semaphore;
use tower_layer::Layer;

use super::RouteService;
use crate::describe::EndpointDescription;
use crate::response::{Response, detail_response, error_description};

/// A layer that lets so many requests in at once, and answers every further one at once with 503 and `Retry-After`.
///
/// A request that waits in a queue is one that its client may have given up: a server under too much load serves more
/// of them by refusing some early. A request counts until its answer is made, and where that is a stream, until its end.
///
/// The refusal is in the document of every operation that the layer stands around.
///
/// Around the app it counts all requests, around a router those of its routes together: leave a health check outside,
/// and it is never shed.
///
/// ```
/// use fastrs::middleware::ConcurrencyLimit;
/// use fastrs::prelude::*;
/// use fastrs::testing::TestClient;
///
/// #[get("/report")]
/// async fn report() -> &'static str { "much work" }
///
/// #[get("/health")]
/// async fn health() -> &'static str { "ok" }
///
/// # #[fastrs::main]
/// # async fn main() {
/// // None at all: closed for repairs.
/// let busy = Router::new("").layer(ConcurrencyLimit::new(0)).routes(routes![report]);
/// let client = TestClient::new(App::new("Shop", "1.0.0").include(busy).routes(routes![health]));
/// let refused = client.get("/report").await.assert_status(503);
/// assert_eq!(refused.header("retry-after"), Some("1"));
/// assert!(client.openapi()["paths"]["/report"]["get"]["responses"]["503"].is_object());
/// client.get("/health").await.assert_ok();
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct ConcurrencyLimit {
    places: Arc<Semaphore>,
    retry_after: Duration,
}

impl ConcurrencyLimit {
    /// Lets `limit` requests in at once.
    pub fn new(limit: usize) -> Self {
        let places = Arc::new(Semaphore::new(limit.min(Semaphore::MAX_PERMITS)));
        Self { places, retry_after: Duration::from_secs(1) }
    }

    /// Sets when a client that was refused shall come again (in a second, unless set): whole seconds, rounded up.
    #[must_use]
    pub fn retry_after(mut self, retry_after: Duration) -> Self {
        self.retry_after = retry_after;
        self
    }

    /// Writes the refusal into the description of an operation that it stands around.
    pub(super) fn describe(description: &mut EndpointDescription) {
        let refusal = error_description(StatusCode::SERVICE_UNAVAILABLE, "There is too much to do");
        let refusal = refusal.with_header("retry-after", "When to come again, in seconds");
        description.responses.add(refusal);
    }

    fn refusal(retry_after: Duration) -> Response {
        let seconds = retry_after.as_secs() + u64::from(retry_after.subsec_nanos() > 0);
        let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from(seconds))]);
        detail_response(StatusCode::SERVICE_UNAVAILABLE, &"Service Unavailable", headers)
    }
}

impl Layer<RouteService> for ConcurrencyLimit {
    type Service = RouteService;

    fn layer(&self, inner: RouteService) -> RouteService {
        let Self { places, retry_after } = self.clone();
        RouteService::from_fn(move |request| {
            let Ok(place) = places.clone().try_acquire_owned() else {
                return Box::pin(std::future::ready(Self::refusal(retry_after)));
            };
            let answer = inner.answer(request);
            Box::pin(async move {
                let response = answer.await;
                // A stream is work that goes on.
                let is_stream = response.body().size().is_none();
                if is_stream { response.map(|body| body.guarded(place)) } else { response }
            })
        })
    }
}
