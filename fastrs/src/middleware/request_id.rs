//! A name for every request.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};
use tower_layer::Layer;

use super::RouteService;
use crate::log::{Within, within};

const NAME: HeaderName = HeaderName::from_static("x-request-id");

/// The longest id that is taken over: what a client sends goes into every line of the log.
const LONGEST: usize = 128;

/// A layer that gives every request an id, which stands in the header `x-request-id` of the request and of its answer.
///
/// The id that a client or a proxy sends is taken over if it is well-formed: at most 128 visible characters of ASCII,
/// without commas. Any other, and a second one, is replaced by 32 random hexadecimal digits. A handler reads it as a
/// header.
///
/// The log names the id with every error, panic and timeout of what the layer stands around, and of what goes on after the
/// answer: streams, background tasks, the work of clients that have left. So it is best the outermost one. (Without it
/// only errors of handlers have an id in the log, that of the request's header.)
///
/// ```
/// use fastrs::middleware::RequestId;
/// use fastrs::prelude::*;
/// use fastrs::testing::TestClient;
///
/// #[get("/")]
/// async fn root(#[header(hidden)] x_request_id: String) -> String { x_request_id }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let client = TestClient::new(App::new("Shop", "1.0.0").routes(routes![root]).layer(RequestId::new()));
/// let answer = client.get("/").await.assert_ok();
/// assert_eq!(answer.header("x-request-id"), Some(answer.text().as_str()));
/// assert_eq!(client.get("/").header("x-request-id", "of-the-proxy").await.text(), "of-the-proxy");
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct RequestId(Arc<Ids>);

/// Where ids come from. They need be different, not secret: a counter, hashed under keys that std draws at random.
#[derive(Debug, Default)]
struct Ids {
    count: AtomicU64,
    keys: [RandomState; 2],
}

impl Ids {
    fn next(&self) -> HeaderValue {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let [high, low] = self.keys.each_ref().map(|keys| keys.hash_one(count));
        HeaderValue::try_from(format!("{high:016x}{low:016x}")).expect("hexadecimal digits are visible ASCII")
    }
}

impl RequestId {
    /// The layer.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Layer<RouteService> for RequestId {
    type Service = RouteService;

    fn layer(&self, inner: RouteService) -> RouteService {
        let ids = self.0.clone();
        RouteService::from_fn(move |mut request| {
            let id = taken_over(request.headers()).unwrap_or_else(|| ids.next());
            request.headers_mut().insert(NAME, id.clone());
            let answer = within(Some(&id), || inner.answer(request));
            let answer = Within::new(Some(id.clone()), answer);
            Box::pin(async move {
                let mut response = answer.await;
                response.headers_mut().insert(NAME, id);
                response
            })
        })
    }
}

/// The id that came with the request, if it is one and well-formed.
fn taken_over(headers: &HeaderMap) -> Option<HeaderValue> {
    let mut ids = headers.get_all(NAME).iter();
    let (id, None) = (ids.next()?, ids.next()) else { return None };
    let bytes = id.as_bytes();
    let is_visible = |byte: &u8| byte.is_ascii_graphic() && *byte != b',';
    (!bytes.is_empty() && bytes.len() <= LONGEST && bytes.iter().all(is_visible)).then(|| id.clone())
}
