//! Requests at random, made from the app's own document.

use fastrs::prelude::*;
use fastrs::security::HttpBearer;
use fastrs::testing::{Explorer, explore};
use serde_json::Value;

use crate::conformance::Item;
use crate::document::{Page, Shape};

#[model]
pub struct Share {
    pub sum: u32,
    #[field(le = 3)]
    pub heads: u32,
}

#[post("/shares")]
async fn share(share: Share) -> Json<u32> {
    Json(share.sum / share.heads)
}

#[get("/liar/{id}")]
async fn liar(id: u32, status: State<u16>) -> Response {
    let mut answer = Response::new(Body::from(id.to_string()));
    *answer.status_mut() = StatusCode::from_u16(*status).unwrap();
    answer
}

#[post("/shapes/{id}")]
async fn shapes(
    id: uuid::Uuid,
    #[query(max_items = 2)] n: Vec<u8>,
    #[header] x_note: Option<String>,
    #[cookie] mood: Option<bool>,
    shape: Page<Shape>,
) -> Page<Shape> {
    let _ = (id, n, x_note, mood);
    shape
}

#[post("/forms")]
async fn form(#[form] name: String, #[form] count: Option<u8>) -> Item {
    Item { id: u32::from(count.unwrap_or(1)).max(1), note: Some(name) }
}

#[post("/files")]
async fn file(#[file] file: UploadFile, #[form(min_length = 2)] note: String) -> String {
    format!("{} {note}", file.size())
}

#[post("/free")]
async fn free(body: Value) -> Json<Value> {
    Json(body)
}

#[get("/me")]
async fn me(token: HttpBearer) -> Result<String, HttpError> {
    (token.token() == "secret").then(|| "me".to_owned()).or_status(403, "no")
}

fn app(routes: impl IntoIterator<Item = fastrs::Route>) -> App {
    App::new("Test", "1.0.0").routes(routes)
}

/// What the exploration of an app panics with.
async fn found(app: App) -> String {
    let explored = tokio::spawn(explore(app)).await;
    *explored.unwrap_err().into_panic().downcast::<String>().unwrap()
}

#[fastrs::test]
async fn what_a_program_did_not_think_of_is_found() {
    let text = found(app(routes![share])).await;
    assert!(
        text.starts_with(
            "requests at random found 1 fault:\n- `POST /shares`: a fault of the program: 500\n"
        ),
        "{text}"
    );
    assert!(text.contains("    by POST /shares, JSON {\"sum\":") && text.contains("\"heads\":0}"), "{text}");
}

#[fastrs::test]
async fn what_the_document_does_not_tell_is_found() {
    let outer = app(routes![liar]).state(200_u16).middleware(brewing);
    let text = found(outer).await;
    assert!(
        text.contains(
            "- `GET /liar/{id}`: the status 418 is not documented, only 200, 422\n    by GET /liar/"
        ),
        "{text}"
    );
}

#[middleware]
async fn brewing(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    *response.status_mut() = StatusCode::IM_A_TEAPOT;
    response
}

/// Both what fits and what does not: every answer is seen, but for those that need more than one request.
#[fastrs::test]
async fn good_programs_pass_and_are_seen() {
    let coverage = explore(app(routes![shapes, form, file, free]).mount("/inner", app(routes![free]))).await;
    let missing: Vec<_> =
        coverage.missing().map(|answer| format!("{} {}", answer.path, answer.status)).collect();
    let is_known = |missing: &String| ["413", "415", "400"].iter().any(|status| missing.ends_with(status));
    assert!(missing.iter().all(is_known), "{missing:?}");
}

#[fastrs::test]
async fn requests_are_dressed_and_repeatable() {
    let seen = |dressed: bool| async move {
        let explorer = Explorer::new(app(routes![me])).cases(4).seed(7);
        let explorer = if dressed { explorer.dress(|request| request.bearer("secret")) } else { explorer };
        let coverage = explorer.run().await;
        coverage.iter().filter(|answer| answer.seen).map(|answer| answer.status.clone()).collect::<Vec<_>>()
    };
    assert_eq!(seen(true).await, ["200"]);
    assert_eq!(seen(false).await, ["401"]);
    let (one, two) = (found(app(routes![share])).await, found(app(routes![share])).await);
    assert_eq!(one, two);
}

#[get("/ticks")]
async fn ticks(#[query(le = 3)] from: u32) -> JsonLines<impl Stream<Item = Share>> {
    let endless = (from..).map(|sum| Share { sum, heads: 1 });
    JsonLines(tokio_stream::iter(endless))
}

#[get("/silence")]
async fn silence() -> Sse<impl Stream<Item = Event<Share>>> {
    Sse::new(tokio_stream::pending())
}

/// Its items are other ones than it says.
#[get("/lies")]
async fn lying_ticks() -> JsonLines<impl Stream<Item = Share>> {
    JsonLines(tokio_stream::iter((0..).map(|sum| Share { sum, heads: 9 })))
}

#[get("/breaks")]
async fn breaking_ticks() -> JsonLines<impl Stream<Item = Share>> {
    JsonLines(tokio_stream::iter((0..3).map(|sum| Share { sum, heads: 6 / (2 - sum) })))
}

#[fastrs::test]
async fn of_streams_the_beginning_is_read() {
    let coverage = explore(app(routes![ticks, silence])).await;
    let seen: Vec<_> = coverage.iter().map(|answer| (&*answer.path, &*answer.status, answer.seen)).collect();
    assert_eq!(seen, [("/ticks", "200", true), ("/ticks", "422", true), ("/silence", "200", true)]);
    let faults = found(app(routes![lying_ticks, breaking_ticks])).await;
    assert!(faults.contains("found 2 faults"), "{faults}");
    assert!(faults.contains("`GET /breaks`: the stream breaks off: "), "{faults}");
    assert!(faults.contains("`GET /lies`: the body: line 1: "), "{faults}");
}
