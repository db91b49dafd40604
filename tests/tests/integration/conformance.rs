//! The test client holds every answer against the served document, and tells what no test has seen.

use std::panic::AssertUnwindSafe;

use fastrs::prelude::*;
use fastrs::testing::{TestClient, TestRequest};
use serde_json::{Value, json};

use crate::support::client;

#[model]
pub struct Item {
    #[field(ge = 1)]
    pub id: u32,
    pub note: Option<String>,
}

/// Sends what it is told to, whatever the document says.
#[post("/says", responses((202, "Later", Item), (203, "As it is")))]
async fn says(body: Value) -> Result<Response, HttpError> {
    let text = |key: &str| body[key].as_str().map(str::to_owned);
    let mut answer = Response::new(Body::from(text("body").unwrap_or_default()));
    *answer.status_mut() = StatusCode::from_u16(body["status"].as_u64().unwrap_or(202) as u16)?;
    if let Some(media) = text("media") {
        answer.headers_mut().insert("content-type", media.parse()?);
    }
    Ok(answer)
}

#[get("/events")]
async fn events(bad: bool) -> Sse<impl Stream<Item = Event<Item>>> {
    let item = Item { id: u32::from(!bad), note: None };
    Sse::new(tokio_stream::iter([Event::new(Item { id: 1, note: None }).id("7"), Event::new(item)]))
}

#[get("/lines")]
async fn lines(bad: bool) -> JsonLines<impl Stream<Item = Item>> {
    let item = Item { id: u32::from(!bad), note: None };
    JsonLines(tokio_stream::iter([Item { id: 1, note: None }, item]))
}

#[get("/items/{id}")]
async fn item(id: u32) -> Option<Item> {
    (id < 9).then_some(Item { id, note: None })
}

#[get("/teapot")]
async fn teapot() -> &'static str {
    "tea"
}

#[middleware]
async fn brewing(request: Request, next: Next) -> Response {
    let is_teapot = request.uri().path() == "/teapot";
    let mut response = next.run(request).await;
    if is_teapot {
        *response.status_mut() = StatusCode::IM_A_TEAPOT;
    }
    response
}

/// What the client panics with, if it does.
async fn panic_of(request: TestRequest<'_>) -> Option<String> {
    let sent = tokio::task::LocalSet::new();
    let caught = sent.run_until(async {
        let mut future = Box::pin(std::future::IntoFuture::into_future(request));
        std::future::poll_fn(|cx| {
            let polled = std::panic::catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx)));
            match polled {
                Ok(std::task::Poll::Pending) => std::task::Poll::Pending,
                Ok(std::task::Poll::Ready(_)) => std::task::Poll::Ready(None),
                Err(panic) => std::task::Poll::Ready(panic.downcast_ref::<String>().cloned()),
            }
        })
        .await
    });
    caught.await
}

/// The differences that the client's panic lists.
async fn differences(request: TestRequest<'_>) -> Vec<String> {
    let text = panic_of(request).await.unwrap_or_default();
    text.lines().filter_map(|line| line.strip_prefix("- ")).map(str::to_owned).collect()
}

#[fastrs::test]
async fn an_answer_is_what_the_document_tells() {
    let client = client(routes![says]);
    let json = "application/json";
    for (answer, expected) in [
        (json!({ "media": json, "body": r#"{"id":1,"note":null}"# }), None),
        (json!({ "media": json, "body": r#"{"id":1}"# }), Some("the body: the field `note` is missing")),
        (
            json!({ "media": json, "body": r#"{"id":0,"note":null}"# }),
            Some("the body: at `/id`: 0 is less than 1"),
        ),
        (json!({ "media": json, "body": "[]" }), Some("the body: [] is not of the type `object`")),
        (
            json!({ "media": json, "body": "nonsense" }),
            Some("the body: it is no JSON: expected ident at line 1 column 2"),
        ),
        (
            json!({ "media": json, "body": "" }),
            Some("the body: it is no JSON: EOF while parsing a value at line 1 column 0"),
        ),
        (
            json!({ "media": "text/html", "body": "{}" }),
            Some("the content type `text/html` is not documented, only `application/json`"),
        ),
        (
            json!({ "body": "{}" }),
            Some("the answer has no content type, the document tells `application/json`"),
        ),
        // Declared without a body of a type.
        (json!({ "status": 203, "media": "text/html", "body": "anything" }), None),
        // The `default` of `HttpError` is any other status.
        (json!({ "status": 418, "media": json, "body": r#"{"detail":"tea"}"# }), None),
        (
            json!({ "status": 418, "media": "text/plain", "body": "tea" }),
            Some("the content type `text/plain` is not documented, only `application/json`"),
        ),
    ] {
        let found = differences(client.post("/says").json(&answer)).await;
        assert_eq!(found, Vec::from_iter(expected), "{answer}");
        let unchecked = client.post("/says").json(&answer).unchecked();
        assert_eq!(panic_of(unchecked).await, None, "{answer}");
    }
}

#[fastrs::test]
async fn a_stream_is_checked_item_by_item() {
    let client = client(routes![events, lines]);
    for (path, place) in [("/events", "event 2: at `/data/id`"), ("/lines", "line 2: at `/id`")] {
        assert_eq!(panic_of(client.get(path).query("bad", false)).await, None);
        let found = differences(client.get(path).query("bad", true)).await;
        assert_eq!(found, [format!("the body: {place}: 0 is less than 1")], "{path}");
    }
}

#[fastrs::test]
async fn a_difference_is_told_with_its_places() {
    let client = TestClient::new(App::new("Test", "1.0.0").middleware(brewing).routes(routes![teapot]));
    let text = panic_of(client.get("/teapot")).await.unwrap();
    let line = line!() - 1;
    assert!(
        text.starts_with("the answer to `GET /teapot` is not as the document tells of `GET /teapot`:"),
        "{text}"
    );
    assert!(text.contains("\n- the status 418 is not documented, only 200\n"), "{text}");
    assert!(text.contains(&format!("sent at {}:{line}:", file!())), "{text}");
    assert!(text.contains("(GET teapot)\n") && text.contains(".unchecked()"), "{text}");
    client.get("/teapot").unchecked().await.assert_status(418);
    // HEAD is the same operation, of whose answer there is only the head.
    assert!(panic_of(client.head("/teapot")).await.unwrap().contains("tells of `GET /teapot`"));
}

#[fastrs::test]
async fn what_is_no_operation_is_not_checked() {
    let client = client(routes![item]);
    client.get("/nowhere").await.assert_status(404);
    client.delete("/items/1").await.assert_status(405);
    client.get("/items/1/").await.assert_status(307);
    client.options("/items/1").await.assert_status(204);
    client.get("/openapi.json").await.assert_ok();
    assert_eq!(client.coverage().missing().count(), client.coverage().iter().count());
}

#[fastrs::test]
async fn a_mounted_app_has_its_own_document() {
    let inner = App::new("Inner", "1.0.0").middleware(brewing).routes(routes![teapot, item]);
    let client = TestClient::new(App::new("Outer", "1.0.0").routes(routes![item]).mount("/inner", inner));
    let text = panic_of(client.get("/inner/items/8")).await;
    assert_eq!(text, None);
    let text = panic_of(client.get("/inner/items/9")).await;
    assert_eq!(text, None);
    let missing: Vec<_> =
        client.coverage().missing().map(|answer| format!("{} {}", answer.path, answer.status)).collect();
    assert_eq!(
        missing,
        [
            "/items/{id} 200",
            "/items/{id} 404",
            "/items/{id} 422",
            "/inner/teapot 200",
            "/inner/items/{id} 422"
        ]
    );
}

#[fastrs::test]
async fn coverage_tells_what_no_test_has_seen() {
    let one = client(routes![item, says]);
    one.get("/items/1").await.assert_ok();
    one.head("/items/9").await.assert_status(404);
    one.post("/says").json(&json!({ "status": 203 })).await;
    let mut coverage = one.coverage();
    let seen: Vec<_> = coverage
        .iter()
        .filter(|answer| answer.seen)
        .map(|answer| (answer.method.as_str(), answer.path.as_str(), answer.status.as_str()))
        .collect();
    assert_eq!(
        seen,
        [("GET", "/items/{id}", "200"), ("GET", "/items/{id}", "404"), ("POST", "/says", "203")]
    );
    let text = coverage.to_string();
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[0].starts_with("3 of ") && lines[0].ends_with("have been seen, not these:"), "{text}");
    assert_eq!(lines[1], "GET   /items/{id}  422");
    assert!(lines[2].starts_with("POST  /says        200, 202, "), "{text}");

    let other = client(routes![item, says]);
    other.get("/items/x").await.assert_status(422);
    coverage.merge(&other.coverage());
    assert_eq!(coverage.missing().filter(|answer| answer.path == "/items/{id}").count(), 0);
    assert!(!coverage.is_complete());

    let all = client(routes![teapot]);
    all.get("/teapot").await;
    assert!(all.coverage().is_complete());
    assert_eq!(all.coverage().to_string(), "1 of 1 documented answers have been seen\n");
}
