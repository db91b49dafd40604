//! What the log says, and of which request. One test, because a program has one log.

use std::fmt::Debug;
use std::sync::Mutex;
use std::time::Duration;

use fastrs::middleware::RequestId;
use fastrs::prelude::*;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event as LogEvent, Level, Metadata, Subscriber};

static LOG: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Keeps the errors.
struct Keeper;

struct Message;

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            LOG.lock().unwrap().push(format!("{value:?}"));
        }
    }
}

impl Subscriber for Keeper {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() == Level::ERROR
    }

    fn event(&self, event: &LogEvent<'_>) {
        event.record(&mut Message);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[get("/error")]
async fn error() -> Result<NoContent, HttpError> {
    "x".parse::<u8>()?;
    Ok(NoContent)
}

#[get("/panic")]
async fn panics() {
    panic!("a bug");
}

#[get("/blocking", blocking)]
fn blocking() {
    panic!("a bug on a thread");
}

#[get("/late", timeout = "50 ms")]
async fn late() {
    std::future::pending().await
}

struct Slow;

#[dependency(finish)]
async fn slow() -> Slow {
    Slow
}

impl Finish for Slow {
    async fn finish(self, _: Outcome<'_>) -> Result<(), HttpError> {
        std::future::pending().await
    }
}

#[get("/slow", timeout = "50 ms")]
async fn slow_end(_slow: Depends<Slow>) -> Result<NoContent, HttpError> {
    "y".parse::<u8>()?;
    Ok(NoContent)
}

struct Bad;

#[dependency(finish)]
async fn bad() -> Bad {
    Bad
}

impl Finish for Bad {
    async fn finish(self, _: Outcome<'_>) -> Result<(), HttpError> {
        panic!("a bug at the end");
    }
}

#[get("/bad")]
async fn bad_end(_bad: Depends<Bad>) {}

#[get("/stream")]
async fn stream() -> JsonLines<impl Stream<Item = u8>> {
    JsonLines(tokio_stream::iter((0..3u8).map(|n| 6 / (1 - n))))
}

#[get("/task")]
async fn task(tasks: BackgroundTasks) {
    tasks.add(async { panic!("a bug behind the answer") });
}

/// That the handler below has begun, and that its client has left.
static BEGUN: Notify = Notify::const_new();
static LEFT: Notify = Notify::const_new();

/// Goes on when its client has left.
#[post("/left")]
async fn left() {
    BEGUN.notify_one();
    LEFT.notified().await;
    panic!("a bug when nobody waits");
}

#[middleware]
async fn guard(request: Request, next: Next) -> Response {
    assert!(request.uri().path() != "/layer", "a bug in a layer");
    next.run(request).await
}

fn broken_service(_: Request) -> std::future::Ready<Result<Response, std::io::Error>> {
    std::future::ready(Err(std::io::Error::other("the older server is away")))
}

fn app() -> App {
    let router =
        Router::new("").routes(routes![error, panics, blocking, late, slow_end, bad_end, stream, task, left]);
    App::new("Test", "1.0.0")
        .include(router)
        .fallback(Function(broken_service))
        .middleware(guard)
        .layer(RequestId::new())
}

/// A tower service made of a function.
#[derive(Clone, Copy)]
struct Function<F>(F);

impl<F, Fut> tower_service::Service<Request> for Function<F>
where
    F: Fn(Request) -> Fut,
    Fut: Future<Output = Result<Response, std::io::Error>>,
{
    type Response = Response;
    type Error = std::io::Error;
    type Future = Fut;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), std::io::Error>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Fut {
        (self.0)(request)
    }
}

/// What is logged until there are `count` messages.
async fn logged(count: usize) -> Vec<String> {
    for _ in 0..500 {
        if LOG.lock().unwrap().len() >= count {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    std::mem::take(&mut *LOG.lock().unwrap())
}

#[fastrs::test]
async fn every_error_of_a_request_says_its_id() {
    tracing::subscriber::set_global_default(Keeper).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(app().serve_on(listener, std::future::pending()));
    let cases: &[(&str, &[&str])] = &[
        ("GET /error", &["GET /error failed in log::error: invalid digit found in string"]),
        ("GET /panic", &["log::panics panicked: a bug"]),
        ("GET /blocking", &["log::blocking panicked: a bug on a thread"]),
        ("GET /late", &["log::late took too long"]),
        (
            "GET /slow",
            &[
                "log::slow_end: a dependency took too long to finish",
                "a dependency could not finish after: invalid digit found in string",
            ],
        ),
        (
            "GET /bad",
            &["GET /bad failed in log::bad_end: a dependency panicked as it finished: a bug at the end"],
        ),
        ("GET /stream", &["a streamed answer broke off: the stream panicked"]),
        ("GET /task", &["a background task panicked: a bug behind the answer"]),
        ("POST /left", &["log::left panicked: a bug when nobody waits"]),
        ("GET /layer", &["a layer panicked: a bug in a layer"]),
        ("GET /nobody", &["a layer or a mounted service failed: the older server is away"]),
    ];
    for (number, (request, expected)) in cases.iter().enumerate() {
        let mut socket = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "{request} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\nx-request-id: number-{number}\r\n\r\n"
        );
        socket.write_all(head.as_bytes()).await.unwrap();
        if request.starts_with("POST") {
            BEGUN.notified().await;
            drop(socket);
            // The server learns of it a moment later; until then the panic would be answered.
            tokio::time::sleep(Duration::from_millis(100)).await;
            LEFT.notify_one();
        }
        assert_eq!(logged(expected.len()).await, with_id(expected, number), "{request}");
    }
}

fn with_id(texts: &[&str], number: usize) -> Vec<String> {
    texts.iter().map(|text| format!("{text} (request id number-{number})")).collect()
}
