//! The wire: what real sockets see of limits, of the end of connections, and of the end of the server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fastrs::ServeOptions;
use fastrs::prelude::*;
use fastrs::tokio::net::{TcpListener, TcpStream};
use fastrs::tokio::sync::{Notify, oneshot};
use fastrs::tokio::task::JoinHandle;
use fastrs::tokio::time::timeout;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_stream::StreamExt as _;

/// Longer than anything here takes, shorter than a test may hang.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the handlers tell the test.
#[derive(Clone, Default)]
struct Signals {
    started: Arc<Notify>,
    go_on: Arc<Notify>,
    finished: Arc<AtomicUsize>,
    dropped: Arc<AtomicUsize>,
}

/// Notes that a handler's future was dropped.
struct OnDrop(Arc<AtomicUsize>);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

async fn wait(signals: &Signals) -> &'static str {
    let _noted = OnDrop(signals.dropped.clone());
    signals.started.notify_one();
    signals.go_on.notified().await;
    signals.finished.fetch_add(1, Ordering::SeqCst);
    "done"
}

#[get("/wait")]
async fn wait_get(signals: State<Signals>) -> &'static str {
    wait(&signals).await
}

#[post("/wait")]
async fn wait_post(signals: State<Signals>) -> &'static str {
    wait(&signals).await
}

#[get("/finish", on_disconnect = "finish")]
async fn finish(signals: State<Signals>) -> &'static str {
    wait(&signals).await
}

#[post("/cancel", on_disconnect = "cancel")]
async fn cancel(signals: State<Signals>) -> &'static str {
    wait(&signals).await
}

#[get("/hello")]
async fn hello() -> &'static str {
    "hello"
}

#[get("/client")]
async fn client_address(address: ClientAddr) -> String {
    address.0.ip().to_string()
}

#[post("/echo", body_limit = "100 kB")]
async fn echo(data: Bytes) -> Bytes {
    data
}

/// Without end, or two pieces with a pause between them.
#[get("/stream/{endless}")]
async fn stream(endless: bool, signals: State<Signals>) -> Response {
    let noted = OnDrop(signals.dropped.clone());
    let pieces = tokio_stream::iter(0..if endless { usize::MAX } else { 2 }).then(move |index| {
        let _noted = &noted;
        async move {
            if !endless {
                tokio::time::sleep(Duration::from_millis(500) * index as u32).await;
            }
            Ok::<_, std::io::Error>(Bytes::from_static(if endless { &[b'a'; 8192] } else { b"piece" }))
        }
    });
    Response::new(Body::stream(pieces))
}

/// Does more than a task may do at once.
#[get("/greedy")]
async fn greedy() -> &'static str {
    for _ in 0..200 {
        fastrs::tokio::task::consume_budget().await;
    }
    "hello"
}

#[get("/panic")]
async fn panics() -> &'static str {
    panic!("on purpose")
}

/// A server on a port of its own.
struct Server {
    address: SocketAddr,
    signals: Signals,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

fn options() -> ServeOptions {
    ServeOptions { header_read_timeout: Duration::from_millis(300), ..ServeOptions::default() }
}

async fn serve(options: ServeOptions) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let signals = Signals::default();
    let app = App::new("Wire", "1").state(signals.clone()).serve_options(options).docs(Docs::none());
    let app = app.routes(routes![
        wait_get,
        wait_post,
        finish,
        cancel,
        hello,
        client_address,
        echo,
        stream,
        greedy,
        panics
    ]);
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(async move {
        let stop = async { _ = stopped.await };
        app.serve_on(listener, stop).await.unwrap();
    });
    Server { address, signals, stop, running }
}

impl Server {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Everything that comes back until the server closes the connection.
    async fn exchange(&self, request: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect().await;
        // The server may have answered and closed before it has read everything.
        let _ = stream.write_all(request.as_ref()).await;
        read_all(&mut stream).await
    }

    /// Stops, and waits for the end.
    async fn stop(self) {
        self.stop.send(()).unwrap();
        timeout(PATIENCE, self.running).await.expect("the server stops").unwrap();
    }
}

async fn read_all(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.expect("the connection ends");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads until the text ends with `end`.
async fn read_until(stream: &mut TcpStream, end: &str) -> String {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    while !text.ends_with(end) {
        let count = timeout(PATIENCE, stream.read(&mut buffer)).await.expect("an answer").unwrap();
        assert!(count > 0, "the connection ended after {text:?}");
        text += &String::from_utf8_lossy(&buffer[..count]);
    }
    text
}

fn status(answer: &str) -> &str {
    answer.get(9..12).unwrap_or(answer)
}

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n")
}

fn last(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
}

#[fastrs::test]
async fn one_connection_serves_many_requests() {
    let server = serve(options()).await;
    let mut stream = server.connect().await;
    for _ in 0..3 {
        stream.write_all(get("/hello").as_bytes()).await.unwrap();
        let answer = read_until(&mut stream, "hello").await;
        assert!(
            answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("content-length: 5\r\n"),
            "{answer}"
        );
    }
    stream.write_all(get("/panic").as_bytes()).await.unwrap();
    assert_eq!(status(&read_until(&mut stream, "}").await), "500");
    stream.write_all(last("/client").as_bytes()).await.unwrap();
    assert!(read_all(&mut stream).await.ends_with("127.0.0.1"));
    let pipelined = format!("{}{}{}", get("/hello"), get("/nowhere"), last("/client"));
    let answers = server.exchange(pipelined).await;
    let statuses: Vec<_> = answers.split("HTTP/1.1 ").skip(1).map(|answer| &answer[..3]).collect();
    assert_eq!(statuses, ["200", "404", "200"]);
    server.stop().await;
}

#[fastrs::test]
async fn a_request_obeys_the_protocol_and_the_limits() {
    let server = serve(options()).await;
    let with = |headers: &str| format!("GET /hello HTTP/1.1\r\n{headers}connection: close\r\n\r\n");
    let many: String = (0..101).map(|index| format!("x-{index}: 1\r\n")).collect();
    let post = |head: &str| format!("POST /echo HTTP/1.1\r\nhost: x\r\n{head}\r\n\r\n");
    for (case, request, expected) in [
        ("no host", with(""), "400"),
        ("two hosts", with("host: a\r\nhost: b\r\n"), "400"),
        ("a user in the host", with("host: user@evil\r\n"), "400"),
        ("a path in the host", with("host: a/b\r\n"), "400"),
        ("an empty host", with("host:\r\n"), "200"),
        ("a port", with("host: a:80\r\n"), "200"),
        ("a user in the host of HTTP/1.0", "GET /hello HTTP/1.0\r\nhost: a:x@evil\r\n\r\n".to_owned(), "400"),
        ("two hosts in HTTP/1.0", "GET /hello HTTP/1.0\r\nhost: a\r\nhost: b\r\n\r\n".to_owned(), "400"),
        (
            "a user in the address",
            "GET http://a:x@evil/hello HTTP/1.1\r\nhost: evil\r\nconnection: close\r\n\r\n".to_owned(),
            "400",
        ),
        ("HTTP/1.0 needs no host", "GET /hello HTTP/1.0\r\n\r\n".to_owned(), "200"),
        (
            "a whole address",
            "GET http://a/hello HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n".to_owned(),
            "200",
        ),
        ("the asterisk", "OPTIONS * HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n".to_owned(), "404"),
        ("connect", "CONNECT a:80 HTTP/1.1\r\nhost: a:80\r\nconnection: close\r\n\r\n".to_owned(), "400"),
        ("no request line", "HELLO\r\n\r\n".to_owned(), "400"),
        ("many headers", with(&format!("host: a\r\n{many}")), "431"),
        ("a long path", last(&format!("/{}", "a".repeat(9 * 1024))), "414"),
        ("a long query", last(&format!("/hello?{}", "a".repeat(17 * 1024))), "414"),
        ("a large head", with(&format!("host: a\r\nx: {}\r\n", "a".repeat(70 * 1024))), "431"),
        ("two lengths", post("content-length: 1\r\ncontent-length: 2"), "400"),
        ("a wrong length", post("content-length: x"), "400"),
        (
            "chunked and a length",
            format!(
                "{}1\r\na\r\n0\r\n\r\n",
                post("content-length: 1\r\ntransfer-encoding: chunked\r\nconnection: close")
            ),
            "200",
        ),
        (
            "chunked",
            format!("{}3\r\nabc\r\n0\r\n\r\n", post("transfer-encoding: chunked\r\nconnection: close")),
            "200",
        ),
        (
            "chunked twice, and a request behind it",
            format!("{}0\r\n\r\n{}", post("transfer-encoding: chunked, chunked"), last("/hello")),
            "400",
        ),
        ("bad chunks", format!("{}zz\r\n", post("transfer-encoding: chunked")), "400"),
        ("a smuggled line", with("host: a\r\nx: a\r\n b\r\n"), "400"),
    ] {
        let answer = server.exchange(request).await;
        assert_eq!(status(&answer), expected, "{case}: {answer}");
        assert_eq!(answer.matches("HTTP/1.").count(), 1, "{case}: {answer}");
    }
    server.stop().await;
}

/// The announced length is enough to refuse a body; a hidden one is counted.
#[fastrs::test]
async fn too_large_a_body_is_not_read() {
    let server = serve(options()).await;
    let answer = server
        .exchange("POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999\r\nconnection: close\r\n\r\n")
        .await;
    assert_eq!(status(&answer), "413", "{answer}");
    assert!(answer.ends_with("{\"detail\":\"Content Too Large: the limit is 100000 bytes\"}"), "{answer}");
    let chunk = format!("{:x}\r\n{}\r\n", 60_000, "a".repeat(60_000));
    let head = "POST /echo HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    let answer = server.exchange(format!("{head}{chunk}{chunk}")).await;
    assert_eq!(status(&answer), "413", "{answer}");
    let body = "a".repeat(100_000);
    let request = format!(
        "POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\nconnection: close\r\n\r\n{body}"
    );
    assert!(server.exchange(request).await.ends_with(&body));
    server.stop().await;
}

#[fastrs::test]
async fn who_says_nothing_is_not_waited_for() {
    let server = serve(options()).await;
    for said in ["", "GET /hello HTT", "GET /hello HTTP/1.1\r\nhost: x\r\nx-slow: "] {
        let answer = server.exchange(said).await;
        assert!(answer.is_empty() || status(&answer) == "408", "{said:?}: {answer}");
    }
    // So it is between two requests, whatever the first one was.
    for path in ["/hello", "/greedy"] {
        let mut stream = server.connect().await;
        stream.write_all(get(path).as_bytes()).await.unwrap();
        read_until(&mut stream, "hello").await;
        stream.write_all(b"GET /hello").await.unwrap();
        let answer = timeout(PATIENCE, read_all(&mut stream)).await.expect(path);
        assert!(answer.is_empty() || status(&answer) == "408", "{path}: {answer}");
    }
    server.stop().await;
}

#[fastrs::test]
async fn whom_the_client_waits_for_may_take_longer() {
    let server = serve(options()).await;
    let answer = server.exchange(last("/stream/false")).await;
    assert!(answer.matches("piece").count() == 2 && answer.ends_with("0\r\n\r\n"), "{answer}");
    let mut stream = server.connect().await;
    stream.write_all(last("/wait").as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(600)).await;
    server.signals.go_on.notify_one();
    assert!(read_all(&mut stream).await.ends_with("done"));
    server.stop().await;
}

#[fastrs::test]
async fn who_does_not_read_is_not_written_to_for_ever() {
    let write_timeout = Duration::from_millis(900);
    let server = serve(ServeOptions { write_timeout, ..options() }).await;
    let mut stream = server.connect().await;
    stream.write_all(get("/stream/true").as_bytes()).await.unwrap();
    // Longer than a head may take: it reads slowly, and is served.
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let mut some = vec![0; 16 << 20];
        assert!(stream.read(&mut some).await.unwrap() > 0);
        assert_eq!(server.signals.dropped.load(Ordering::SeqCst), 0);
    }
    let stalled = std::time::Instant::now();
    until("the stream is dropped", || server.signals.dropped.load(Ordering::SeqCst) == 1).await;
    assert!(stalled.elapsed() > Duration::from_millis(600), "{:?}", stalled.elapsed());
    server.stop().await;
}

#[fastrs::test]
async fn a_stopping_server_finishes_what_it_has_begun() {
    let server = serve(options()).await;
    let mut idle = server.connect().await;
    idle.write_all(get("/hello").as_bytes()).await.unwrap();
    read_until(&mut idle, "hello").await;
    let mut silent = server.connect().await;
    let mut busy = server.connect().await;
    busy.write_all(get("/wait").as_bytes()).await.unwrap();
    timeout(PATIENCE, server.signals.started.notified()).await.unwrap();
    server.stop.send(()).unwrap();
    // The idle ones are let go while the busy one still runs.
    assert_eq!(read_all(&mut idle).await, "");
    assert_eq!(read_all(&mut silent).await, "");
    let refused = async {
        while TcpStream::connect(server.address).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, refused).await.expect("nobody new is let in");
    server.signals.go_on.notify_one();
    assert!(read_all(&mut busy).await.ends_with("done"));
    timeout(PATIENCE, server.running).await.expect("the server stops").unwrap();
}

#[fastrs::test]
async fn a_stopping_server_does_not_wait_for_ever() {
    let server = serve(ServeOptions { shutdown_grace: Duration::from_millis(50), ..options() }).await;
    let mut busy = server.connect().await;
    busy.write_all(get("/wait").as_bytes()).await.unwrap();
    timeout(PATIENCE, server.signals.started.notified()).await.unwrap();
    server.stop().await;
}

async fn until(what: &str, is_so: impl Fn() -> bool) {
    let wait = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("never came: {what}"));
}

/// What may change something runs to its end; what only reads does not run for nobody. A route may say otherwise.
#[fastrs::test]
async fn when_the_client_leaves() {
    for (head, finished) in
        [("GET /wait", 0), ("POST /wait", 1), ("HEAD /wait", 0), ("GET /finish", 1), ("POST /cancel", 0)]
    {
        let server = serve(options()).await;
        let signals = server.signals.clone();
        let mut stream = server.connect().await;
        stream.write_all(format!("{head} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).await.unwrap();
        timeout(PATIENCE, signals.started.notified()).await.unwrap();
        drop(stream);
        if finished == 0 {
            until("the handler is dropped", || signals.dropped.load(Ordering::SeqCst) == 1).await;
            signals.go_on.notify_one();
        } else {
            // Long enough for the server to see that the client has left.
            tokio::time::sleep(Duration::from_millis(50)).await;
            assert_eq!(signals.dropped.load(Ordering::SeqCst), 0);
            signals.go_on.notify_one();
            until("the handler ends", || signals.finished.load(Ordering::SeqCst) == 1).await;
        }
        assert_eq!(signals.finished.load(Ordering::SeqCst), finished, "{head}");
        server.stop().await;
    }
}

#[fastrs::test]
async fn more_connections_wait_their_turn() {
    let server = serve(ServeOptions { max_connections: 1, ..options() }).await;
    let mut first = server.connect().await;
    first.write_all(get("/wait").as_bytes()).await.unwrap();
    timeout(PATIENCE, server.signals.started.notified()).await.unwrap();
    let mut second = server.connect().await;
    second.write_all(last("/hello").as_bytes()).await.unwrap();
    assert!(timeout(Duration::from_millis(50), second.read_u8()).await.is_err(), "it waits");
    server.signals.go_on.notify_one();
    read_until(&mut first, "done").await;
    drop(first);
    assert!(read_all(&mut second).await.ends_with("hello"));
    server.stop().await;
}

/// A frame of HTTP/2 (RFC 9113, section 4.1).
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let mut bytes = (payload.len() as u32).to_be_bytes()[1..].to_vec();
    bytes.extend([kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend(payload);
    bytes
}

/// `GET /hello` with literal headers, no dynamic table (RFC 7541): `:method GET` and `:scheme http` are in the static one.
fn hello_headers() -> Vec<u8> {
    let mut block = vec![0x82, 0x86];
    for (index, value) in [(4u8, "/hello"), (1, "x")] {
        block.push(index);
        block.push(value.len() as u8);
        block.extend(value.as_bytes());
    }
    block
}

#[fastrs::test]
async fn http_2_works_without_being_asked_for() {
    const SETTINGS: u8 = 4;
    const HEADERS: u8 = 1;
    const DATA: u8 = 0;
    let server = serve(options()).await;
    let mut stream = server.connect().await;
    let mut request = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    request.extend(frame(SETTINGS, 0, 0, &[]));
    request.extend(frame(HEADERS, 0x5, 1, &hello_headers()));
    stream.write_all(&request).await.unwrap();
    let mut seen = Vec::new();
    loop {
        let mut head = [0; 9];
        timeout(PATIENCE, stream.read_exact(&mut head)).await.expect("a frame").unwrap();
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
        let mut payload = vec![0; length];
        stream.read_exact(&mut payload).await.unwrap();
        seen.push(head[3]);
        if head[3] == HEADERS {
            assert_eq!(payload[0], 0x88, "`:status 200` of the static table");
        }
        if head[3] == DATA && !payload.is_empty() {
            assert_eq!(payload, b"hello");
            break;
        }
    }
    assert!(seen.starts_with(&[SETTINGS]) && seen.contains(&HEADERS), "{seen:?}");
    drop(stream);
    server.stop().await;
}

/// Steps run in their order around the server; one that fails keeps it from starting.
#[fastrs::test]
async fn steps_run_before_and_after() {
    let notes = Arc::new(std::sync::Mutex::new(Vec::new()));
    let step = |text: &'static str| {
        let notes = notes.clone();
        move || async move {
            notes.lock().unwrap().push(text);
            Ok::<(), std::io::Error>(())
        }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let app = App::new("Steps", "1").on_startup(step("up 1")).on_startup(step("up 2"));
    let app = app.on_shutdown(step("down 1")).on_shutdown(step("down 2"));
    app.serve_on(listener, async {}).await.unwrap();
    assert_eq!(*notes.lock().unwrap(), ["up 1", "up 2", "down 2", "down 1"]);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let failing =
        App::new("Steps", "1").on_startup(|| async { Err::<(), _>(std::io::Error::other("no disk")) });
    let error = failing.serve_on(listener, std::future::pending()).await.unwrap_err();
    assert_eq!(error.to_string(), "no disk");
}
