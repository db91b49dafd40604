//! Streams as a client sees them: their form, their end, and what becomes of one that fails.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use fastrs::prelude::*;
use fastrs::testing::TestClient;
use fastrs::tokio::net::{TcpListener, TcpStream};
use fastrs::tokio::time::{sleep, timeout};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_stream::StreamExt;

use crate::support::client;

#[model(output)]
struct Row {
    id: u32,
    name: Option<&'static str>,
}

#[get("/rows")]
async fn rows() -> JsonLines<impl Stream<Item = Row>> {
    JsonLines(tokio_stream::iter((1..3).map(|id| Row { id, name: None })))
}

#[fastrs::test]
async fn a_line_for_each_value() {
    let client = client(routes![rows]);
    let answer = client.get("/rows").await.assert_ok();
    assert_eq!(answer.header("content-type"), Some("application/jsonl"));
    assert_eq!(answer.text(), "{\"id\":1,\"name\":null}\n{\"id\":2,\"name\":null}\n");
    let content = &client.openapi()["paths"]["/rows"]["get"]["responses"]["200"]["content"];
    assert_eq!(
        *content,
        json!({ "application/jsonl": { "itemSchema": { "$ref": "#/components/schemas/Row" } } })
    );
    assert_eq!(client.head("/rows").await.assert_ok().text(), "");
}

async fn event_text(event: Event) -> String {
    let answer = Sse::new(tokio_stream::once(event)).into_response(StatusCode::OK);
    let bytes = answer.into_body().collect(10_000).await.unwrap();
    String::from_utf8(bytes.into()).unwrap()
}

#[fastrs::test]
async fn an_event_has_its_fields_in_order() {
    let full = Event::new(json!({ "a": "1\n2" }))
        .with_comment("why")
        .event("named")
        .id("7")
        .retry(Duration::from_millis(2500));
    let table = [
        (full, ": why\nevent: named\ndata: {\"a\":\"1\\n2\"}\nid: 7\nretry: 2500\n\n"),
        (Event::text("two\nlines"), "data: two\ndata: lines\n\n"),
        (Event::text("a\r\nb\rc"), "data: a\ndata: b\ndata: c\n\n"),
        (Event::text(""), "data: \n\n"),
        (Event::new(Value::Null), "data: null\n\n"),
        (Event::named("tick"), "event: tick\n\n"),
        (Event::comment("x\ndata: y"), ": x\n: data: y\n\n"),
    ];
    for (event, text) in table {
        assert_eq!(event_text(event).await, text);
    }
}

#[fastrs::test]
async fn a_name_cannot_begin_another_field() {
    for event in [Event::named("a\ndata: b"), Event::text("x").id("1\r2"), Event::text("x").id("\0")] {
        let answer = Sse::new(tokio_stream::once(event)).into_response(StatusCode::OK);
        assert!(answer.into_body().collect(10_000).await.is_err());
    }
}

#[get("/ticks")]
async fn ticks() -> Sse<impl Stream<Item = Event<Row>>> {
    Sse::new(tokio_stream::empty())
}

#[get("/values")]
async fn values() -> Sse<impl Stream<Item = Result<Row, HttpFailure>>> {
    Sse::new(tokio_stream::iter([Ok(Row { id: 1, name: Some("a") })]))
}

type HttpFailure = std::io::Error;

#[fastrs::test]
async fn events_are_documented_with_their_data() {
    let client = client(routes![ticks, values]);
    let schema = |path: &str| {
        let content = &client.openapi()["paths"][path]["get"]["responses"]["200"]["content"];
        content["text/event-stream"]["itemSchema"].clone()
    };
    let data = json!({
        "type": "string",
        "contentMediaType": "application/json",
        "contentSchema": { "$ref": "#/components/schemas/Row" },
    });
    assert_eq!(schema("/ticks")["properties"]["data"], data);
    assert_eq!(schema("/ticks").get("required"), None);
    assert_eq!(schema("/values")["properties"]["data"], data);
    assert_eq!(schema("/values")["required"], json!(["data"]));
    let answer = client.get("/values").await.assert_ok();
    let headers =
        ["content-type", "cache-control", "x-accel-buffering"].map(|name| answer.header(name).unwrap());
    assert_eq!(headers, ["text/event-stream; charset=utf-8", "no-cache", "no"]);
}

#[get("/slow")]
async fn slow() -> Sse<impl Stream<Item = Event>> {
    let late = tokio_stream::iter([1, 2]).then(|n| async move {
        sleep(Duration::from_millis(120)).await;
        Event::new(json!(n))
    });
    Sse::new(late).keep_alive(Duration::from_millis(50))
}

#[fastrs::test]
async fn silence_is_filled_with_comments() {
    let text = client(routes![slow]).get("/slow").await.text();
    let (first, second) = text.split_once("data: 1\n\n").unwrap();
    assert!(first.starts_with(": ping\n\n"), "{text}");
    assert!(second.starts_with(": ping\n\n") && second.ends_with("data: 2\n\n"), "{text}");
}

/// Gives each item some time after the last, so that what went before is on its way.
fn slowly<T: Send + 'static>(items: impl Stream<Item = T> + Send + 'static) -> impl Stream<Item = T> + Send {
    items.then(|item| async {
        sleep(Duration::from_millis(50)).await;
        item
    })
}

#[get("/broken")]
async fn broken() -> Body {
    let items = [Ok("begun"), Err(std::io::Error::other("the disk is gone"))];
    Body::stream(slowly(tokio_stream::iter(items)))
}

#[get("/panics")]
async fn panics() -> JsonLines<impl Stream<Item = Value>> {
    let items = slowly(tokio_stream::iter(0..2));
    JsonLines(items.map(|n| if n == 0 { json!("begun") } else { panic!("a bug in a stream") }))
}

/// All that comes over a connection of its own, in its raw form.
async fn raw(app: App, path: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { app.serve_on(listener, std::future::pending()).await.unwrap() });
    let mut socket = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut text = Vec::new();
    // A connection that is broken off may be reset.
    let _ = timeout(Duration::from_secs(10), socket.read_to_end(&mut text)).await.expect("an end");
    server.abort();
    String::from_utf8(text).unwrap()
}

const WHOLE: &str = "\r\n0\r\n\r\n";

#[fastrs::test]
async fn a_stream_that_fails_is_seen_to_have_failed() {
    let app = || App::new("Test", "1.0.0").routes(routes![broken, panics, rows]);
    for path in ["/broken", "/panics"] {
        let text = raw(app(), path).await;
        assert!(text.contains("begun") && !text.ends_with(WHOLE), "{path}: {text}");
        assert!(!text.contains("the disk is gone"), "{text}");
    }
    assert!(raw(app(), "/rows").await.ends_with(WHOLE));
}

/// Never ends by itself, and notes that it was dropped.
struct Endless(Arc<AtomicBool>);

impl Stream for Endless {
    type Item = &'static str;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<&'static str>> {
        Poll::Ready(Some("on and on and on"))
    }
}

impl Drop for Endless {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[get("/endless")]
async fn endless(dropped: State<Arc<AtomicBool>>) -> Body {
    Body::stream(Endless((*dropped).clone()))
}

#[fastrs::test]
async fn a_stream_is_dropped_when_its_client_leaves() {
    let dropped = Arc::new(AtomicBool::new(false));
    let app = App::new("Test", "1.0.0").state(dropped.clone()).routes(routes![endless]);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { app.serve_on(listener, std::future::pending()).await.unwrap() });
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(b"GET /endless HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    socket.read_exact(&mut [0; 1000]).await.unwrap();
    assert!(!dropped.load(Ordering::SeqCst));
    drop(socket);
    let gone = async {
        while !dropped.load(Ordering::SeqCst) {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(Duration::from_secs(10), gone).await.expect("the stream is dropped");
    server.abort();
}

struct Xml;

impl MediaType for Xml {
    const MEDIA_TYPE: &'static str = "application/xml";
}

#[get("/xml")]
async fn xml(stream: bool) -> Content<Xml> {
    if stream {
        Content::stream(tokio_stream::iter([String::from("<x"), "/>".into()]))
    } else {
        Content::new("<x/>")
    }
}

#[model(output)]
struct Message {
    message: &'static str,
}

#[get("/either")]
async fn either(n: u8) -> Result<Either<Redirect, Content<Xml>>, Status<404, Message>> {
    match n {
        0 => Ok(Either::First(Redirect::to("/xml"))),
        1 => Ok(Either::Second(Content::new("<x/>"))),
        _ => Err(Status(Message { message: "no more" })),
    }
}

#[fastrs::test]
async fn media_types_and_statuses_of_a_type_are_documented() {
    let client = client(routes![xml, either]);
    for stream in [true, false] {
        let answer = client.get(&format!("/xml?stream={stream}")).await.assert_ok();
        assert_eq!(
            (answer.header("content-type"), answer.text().as_str()),
            (Some("application/xml"), "<x/>")
        );
    }
    for (n, status) in [(0, 307), (1, 200), (2, 404)] {
        client.get(&format!("/either?n={n}")).await.assert_status(status);
    }
    let responses = &client.openapi()["paths"]["/either"]["get"]["responses"];
    assert_eq!(responses["200"]["content"], json!({ "application/xml": { "schema": { "type": "string" } } }));
    let not_found = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Message" } } });
    assert_eq!(
        (&responses["404"]["content"], &responses["404"]["description"]),
        (&not_found, &json!("Not Found"))
    );
    assert_eq!(responses["307"]["description"], "Successful Response");
}

#[model(exclude_none)]
struct Sparse {
    name: String,
    note: Option<String>,
    inner: Option<Inner>,
    #[field(default)]
    tags: Vec<String>,
}

#[model(exclude_none)]
struct Inner {
    a: Option<u8>,
}

#[model(output, exclude_none)]
struct Page<T> {
    items: Vec<T>,
    next: Option<T>,
    maybe: T,
}

#[post("/sparse")]
async fn sparse(body: Sparse) -> Sparse {
    body
}

#[get("/page")]
async fn page() -> Page<Option<u8>> {
    Page { items: vec![None], next: Some(None), maybe: None }
}

#[fastrs::test]
async fn what_is_none_is_left_out_where_that_is_said() {
    let client = client(routes![sparse, page]);
    for (sent, expected) in [
        (json!({ "name": "a" }), r#"{"name":"a","tags":[]}"#),
        (
            json!({ "name": "a", "note": null, "inner": { "a": null } }),
            r#"{"name":"a","inner":{},"tags":[]}"#,
        ),
        (json!({ "name": "a", "note": "b" }), r#"{"name":"a","note":"b","tags":[]}"#),
    ] {
        assert_eq!(client.post("/sparse").json(&sent).await.assert_ok().text(), expected);
    }
    assert_eq!(client.get("/page").await.assert_ok().text(), r#"{"items":[null]}"#);
    let schemas = &client.openapi()["components"]["schemas"];
    assert_eq!(schemas["Sparse"]["required"], json!(["name"]));
    assert_eq!(schemas["Inner"].get("required"), None);
    let page = schemas.as_object().unwrap().iter().find(|(name, _)| name.starts_with("Page")).unwrap().1;
    assert_eq!(page["required"], json!(["items"]));
    assert!(!client.openapi().to_string().contains("x-fastrs"));
}

#[get("/hello/{name}")]
async fn hello(name: String, templates: State<Templates>) -> Result<Html<String>, HttpError> {
    Ok(templates.render("hello.txt", json!({ "name": name, "safe": "<b>" }))?)
}

#[fastrs::test]
async fn templates_escape_what_they_print() {
    let folder = std::env::temp_dir().join(format!("fastrs-templates-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("mail")).unwrap();
    std::fs::write(folder.join("hello.txt"), "{{ name }} {{ safe|safe }}{% include 'mail/end.html' %}")
        .unwrap();
    std::fs::write(folder.join("mail/end.html"), " {{ missing }}/{{ 'a/b' }} {{ ['<'] }}").unwrap();
    let client = TestClient::new(App::new("Test", "1.0.0").templates(&folder).routes(routes![hello]));
    let answer = client.get("/hello/%3Ci%3E&'%22").await.assert_ok();
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.text(), "&lt;i&gt;&amp;&#39;&#34; <b> /a/b [&#34;&lt;&#34;]");
    std::fs::write(folder.join("bad.html"), "{{ name ").unwrap();
    let faults = App::new("Test", "1.0.0").templates(&folder).build().unwrap_err().to_string();
    assert!(faults.contains("bad.html"), "{faults}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[get("/cookies")]
async fn cookies() -> Reply<&'static str> {
    let end = std::time::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let set = Cookie::new("a", "1").expires(end).partitioned().secure();
    Reply::new("x").cookie(set).cookie(Cookie::removal("b"))
}

#[fastrs::test]
async fn cookies_are_set_and_taken_away() {
    let answer = client(routes![cookies]).get("/cookies").await.assert_ok();
    let cookies: Vec<&str> =
        answer.headers().get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    assert_eq!(
        cookies,
        [
            "a=1; expires=Tue, 14 Nov 2023 22:13:20 GMT; Partitioned; Path=/; SameSite=lax; Secure",
            "b=\"\"; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=lax",
        ]
    );
}
