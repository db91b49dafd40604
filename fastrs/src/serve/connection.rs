//! One connection: limits before, while and after it is served.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::StatusCode;
use http::header::{CONNECTION, HOST, HeaderValue, TRANSFER_ENCODING};
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::Instant;

use super::watch::{Alarm, Busy, Watch, Watched};
use super::{Handler, ServeOptions};
use crate::body::Body;
use crate::request::ClientAddr;
use crate::response::{Response, empty};

/// The connections of a server: how many there may be, and whether they shall end.
pub(super) struct Connections {
    permits: Arc<Semaphore>,
    options: ServeOptions,
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
    stopping: watch::Sender<bool>,
    /// The same for those that only look.
    is_stopping: AtomicBool,
}

impl Connections {
    pub(super) fn new(options: ServeOptions) -> Self {
        let mut http1 = http1::Builder::new();
        http1
            .header_read_timeout(None)
            .max_headers(options.max_headers)
            .max_header_size(options.max_header_bytes)
            .max_buf_size(options.max_header_bytes.max(8 * 1024))
            .half_close(false);
        let mut http2 = http2::Builder::new(TokioExecutor::new());
        http2
            .timer(TokioTimer::new())
            .max_concurrent_streams(options.max_concurrent_streams)
            .max_header_list_size(16 * 1024)
            .keep_alive_interval(Duration::from_secs(30))
            .keep_alive_timeout(Duration::from_secs(10));
        let permits = Arc::new(Semaphore::new(options.max_connections as usize));
        let (stopping, is_stopping) = (watch::Sender::new(false), AtomicBool::new(false));
        Self { permits, options, http1, http2, stopping, is_stopping }
    }

    pub(super) async fn permit(&self) -> OwnedSemaphorePermit {
        self.permits.clone().acquire_owned().await.expect("the semaphore is never closed")
    }

    /// Serves a connection in a task of its own.
    pub(super) fn spawn<H: Handler>(
        self: &Arc<Self>,
        stream: TcpStream,
        address: SocketAddr,
        handler: H,
        permit: OwnedSemaphorePermit,
    ) {
        let connections = self.clone();
        tokio::spawn(async move {
            connections.run(stream, address, handler).await;
            drop(permit);
        });
    }

    async fn run<H: Handler>(&self, stream: TcpStream, address: SocketAddr, handler: H) {
        let mut stopping = self.stopping.subscribe();
        let protocol = tokio::select! {
            told = tokio::time::timeout(self.options.header_read_timeout, protocol(&stream)) => told,
            _ = stopping.wait_for(|stop| *stop) => return,
        };
        match protocol {
            Ok(Some(Protocol::Http1)) => self.http1(stream, address, handler, stopping).await,
            Ok(Some(Protocol::Http2)) => self.http2(stream, address, handler, stopping).await,
            Ok(None) | Err(_) => {}
        }
    }

    async fn http1<H: Handler>(
        &self,
        stream: TcpStream,
        address: SocketAddr,
        handler: H,
        stopping: watch::Receiver<bool>,
    ) {
        let watch = Arc::new(Watch::default());
        let ServeOptions { header_read_timeout, write_timeout, .. } = self.options;
        let mut alarm = Alarm::new(watch.clone(), header_read_timeout, write_timeout);
        let stream = Watched::new(stream, watch.clone());
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            answer(&handler, request, address, watch.begin())
        });
        let connection = self.http1.serve_connection(stream, service).with_upgrades();
        let shutdown = http1::UpgradeableConnection::graceful_shutdown;
        self.drive(connection, shutdown, stopping, |cx| alarm.poll(cx)).await;
    }

    async fn http2<H: Handler>(
        &self,
        stream: TcpStream,
        address: SocketAddr,
        handler: H,
        stopping: watch::Receiver<bool>,
    ) {
        let watch = Arc::new(Watch::default());
        let mut alarm = Alarm::new(watch.clone(), IDLE, IDLE);
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            answer(&handler, request, address, watch.begin())
        });
        let connection = self.http2.serve_connection(TokioIo::new(stream), service);
        self.drive(connection, http2::Connection::graceful_shutdown, stopping, |cx| alarm.poll(cx)).await;
    }

    /// Runs a connection to its end, which is nearer when the server stops or `late` says so.
    async fn drive<C: Future>(
        &self,
        connection: C,
        shutdown: fn(Pin<&mut C>),
        mut stopping: watch::Receiver<bool>,
        mut late: impl FnMut(&mut Context<'_>) -> Poll<()>,
    ) {
        let mut connection = std::pin::pin!(connection);
        let mut asked = false;
        let mut stopped = std::pin::pin!(stopping.wait_for(|stop| *stop));
        // An error here is the client's: it left or broke the protocol, and has had its answer if one is due.
        let ended = poll_fn(|cx| {
            if connection.as_mut().poll(cx).is_ready() {
                return Poll::Ready(true);
            }
            if late(cx).is_ready() {
                return Poll::Ready(false);
            }
            // Asked once, `stopped` wakes this task by itself: asking at every request would be work for nothing.
            if !self.is_stopping.load(Relaxed) && std::mem::replace(&mut asked, true) {
                return Poll::Pending;
            }
            stopped.as_mut().poll(cx).map(|_| false)
        });
        if !ended.await {
            shutdown(connection.as_mut());
            let rest = poll_fn(|cx| {
                let ended = connection.as_mut().poll(cx).is_ready();
                if ended || late(cx).is_ready() { Poll::Ready(()) } else { Poll::Pending }
            });
            rest.await;
        }
    }

    /// Asks every connection to end after its open requests, and waits for them until `deadline` at most.
    pub(super) async fn finish(&self, deadline: Instant) {
        // Not `send`, which forgets the value while nobody listens: a connection may be on its way.
        self.is_stopping.store(true, Relaxed);
        self.stopping.send_replace(true);
        let all = self.options.max_connections;
        if tokio::time::timeout_at(deadline, self.permits.acquire_many(all)).await.is_err() {
            let open = all as usize - self.permits.available_permits();
            tracing::warn!(open, "connections were cut: they did not end in time");
        }
    }
}

enum Protocol {
    Http1,
    Http2,
}

/// How every HTTP/2 connection begins (RFC 9113, section 3.4).
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Tells the protocol by the first bytes, which stay unread; `None` if the client leaves first.
///
/// hyper could tell it too, but would wait without end for a client that is silent or stops half way.
async fn protocol(stream: &TcpStream) -> Option<Protocol> {
    let mut start = [0; PREFACE.len()];
    loop {
        let count = stream.peek(&mut start).await.ok().filter(|count| *count > 0)?;
        if !PREFACE.starts_with(&start[..count]) {
            return Some(Protocol::Http1);
        }
        if count == PREFACE.len() {
            return Some(Protocol::Http2);
        }
        // Only a preface that comes in pieces gets here; peeking again at once would find nothing new.
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Checks what every request must obey, then hands it on.
#[inline(always)]
fn answer<H: Handler>(
    handler: &H,
    request: hyper::Request<Incoming>,
    address: SocketAddr,
    busy: Busy,
) -> Answer<H::Future> {
    match refusal(&request) {
        Some(status) => Answer::Refused { status },
        None => {
            let answer = handler.handle(request.map(Body::new), ClientAddr(address));
            Answer::Running { answer, busy: Some(busy) }
        }
    }
}

pin_project_lite::pin_project! {
    /// The answer to a request on its way.
    #[project = AnswerState]
    enum Answer<F> {
        Running { #[pin] answer: F, busy: Option<Busy> },
        Refused { status: StatusCode },
    }
}

impl<F: Future<Output = Response>> Future for Answer<F> {
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            AnswerState::Running { answer, busy } => {
                let response = ready!(answer.poll(cx));
                let busy = busy.take();
                // What is made bit by bit may pause for as long as it likes.
                let is_whole = response.body().is_whole();
                Poll::Ready(Ok(if is_whole { response } else { response.map(|body| body.guarded(busy)) }))
            }
            AnswerState::Refused { status } => {
                let mut response = empty(*status);
                // What follows on this connection is not to be trusted.
                response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
                Poll::Ready(Ok(response))
            }
        }
    }
}

/// How long an HTTP/2 connection may be without a request; one of HTTP/1 as long as a head may take.
const IDLE: Duration = Duration::from_secs(60);

const MAX_PATH: usize = 8 * 1024;
const MAX_QUERY: usize = 16 * 1024;

/// The status of a request that no application should see.
fn refusal<B: http_body::Body>(request: &hyper::Request<B>) -> Option<StatusCode> {
    let uri = request.uri();
    let path = uri.path();
    if path.len() > MAX_PATH || uri.query().is_some_and(|query| query.len() > MAX_QUERY) {
        return Some(StatusCode::URI_TOO_LONG);
    }
    let asterisk = path == "*" && request.method() == http::Method::OPTIONS;
    if !path.starts_with('/') && !asterisk {
        return Some(StatusCode::BAD_REQUEST);
    }
    if !has_one_host(request) {
        return Some(StatusCode::BAD_REQUEST);
    }
    // `chunked, chunked` and the like: whoever stands between may read another end of the body than hyper does, and
    // then take the rest of it for a request of its own.
    if request.body().size_hint().exact().is_some() {
        return None;
    }
    let mut codings = request.headers().get_all(TRANSFER_ENCODING).iter();
    if codings.next().is_some_and(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"chunked"))
        || codings.next().is_some()
    {
        return Some(StatusCode::BAD_REQUEST);
    }
    None
}

/// RFC 9112, section 3.2: exactly one Host in HTTP/1.1, at most one else; HTTP/2 has `:authority` in its place.
fn has_one_host<B>(request: &hyper::Request<B>) -> bool {
    let mut hosts = request.headers().get_all(HOST).iter();
    let first = match hosts.next() {
        Some(host) => is_host(host.as_bytes()),
        None => request.version() != http::Version::HTTP_11,
    };
    let authority = request.uri().authority();
    first
        && hosts.next().is_none()
        && authority.is_none_or(|authority| is_host(authority.as_str().as_bytes()))
}

/// Whether it can be a host with a port: no user, no path, no spaces. It may be empty.
fn is_host(host: &[u8]) -> bool {
    host.iter().all(|byte| IN_HOST[*byte as usize])
}

/// The bytes of a host: all that is visible, but for what delimits other parts of an address.
const IN_HOST: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = b'!';
    while byte <= b'~' {
        table[byte as usize] = !matches!(
            byte,
            b'@' | b'/' | b'\\' | b'?' | b'#' | b'"' | b'<' | b'>' | b'^' | b'`' | b'{' | b'|' | b'}'
        );
        byte += 1;
    }
    table
};
