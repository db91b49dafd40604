use fastrs::Failure;
use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/exc/{kind}")]
async fn exc(kind: String, #[query(default = 418)] status: u16) -> Result<Json<Value>, HttpError> {
    Err(match kind.as_str() {
        "dict" => HttpError::new(status, json!({ "code": 7 })),
        "list" => HttpError::new(status, json!([1, "x"])),
        "int" => HttpError::new(status, 5),
        "empty" => HttpError::new(status, ""),
        "none" => HttpError::status(status),
        _ => HttpError::new(status, "a message"),
    })
}

#[get("/exc-default/{status}")]
async fn exc_default(status: u16) -> Result<Json<Value>, HttpError> {
    Err(HttpError::status(status))
}

#[get("/exc-headers")]
async fn exc_headers() -> Result<Json<Value>, HttpError> {
    Err(HttpError::new(429, "slow down").with_header("retry-after", "5").with_header("x-why", "limit"))
}

#[get("/exc-starlette")]
async fn exc_starlette() -> Result<Json<Value>, HttpError> {
    Err(HttpError::new(409, "conflict"))
}

#[derive(Debug, thiserror::Error)]
#[error("boom")]
struct Boom;

#[get("/crash")]
async fn crash() -> Result<Json<Value>, HttpError> {
    Err(Boom)?
}

#[model(output)]
struct Out {
    n: i64,
}

// In Rust a handler cannot return a value that is not of its type; what is left is to fail in making it.
#[get("/bad-response")]
async fn bad_response() -> Result<Out, HttpError> {
    Ok(Out { n: "no number".parse()? })
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct OwnError(&'static str);

fn own(error: &OwnError, _: &Failure) -> Json<Value> {
    Json(json!({ "own": error.0 }))
}

#[get("/own")]
async fn own_error() -> Result<Json<Value>, HttpError> {
    Err(OwnError("mine"))?
}

struct Entry;

#[dependency]
async fn entry() -> Result<Entry, HttpError> {
    Err(HttpError::new(403, "no entry"))
}

#[get("/dep")]
async fn dep(q: i64, _entry: Depends<Entry>) -> Json<Value> {
    Json(json!(q))
}

struct Seeing;

#[dependency(finish)]
async fn seeing() -> Seeing {
    Seeing
}

impl Finish for Seeing {
    async fn finish(self, outcome: Outcome<'_>) -> Result<(), HttpError> {
        let Some(failure) = outcome.failure() else { return Ok(()) };
        let detail = failure.detail();
        Err(HttpError::new(
            failure.status().as_u16(),
            format!("seen {}", detail.as_str().unwrap_or_default()),
        ))
    }
}

#[get("/yield")]
async fn yielded(_seeing: Depends<Seeing>) -> Result<Json<Value>, HttpError> {
    Err(HttpError::new(404, "gone"))
}

#[get("/plain")]
async fn plain() -> Json<Value> {
    Json(json!("plain"))
}

#[get("/slash/")]
async fn slash() -> Json<Value> {
    Json(json!("slash"))
}

#[get("/noslash")]
async fn noslash() -> Json<Value> {
    Json(json!("noslash"))
}

#[post("/noslash")]
async fn noslash_post() -> Json<Value> {
    Json(json!("noslash"))
}

#[get("/only-get")]
async fn only_get() -> Json<Value> {
    Json(json!({ "ok": true }))
}

#[post("/only-post")]
async fn only_post() -> Json<Value> {
    Json(json!({ "ok": true }))
}

// Serves HEAD, too, as every `#[get]` does; what is declared is documented.
#[get("/get-and-head")]
async fn get_and_head() -> Json<Value> {
    Json(json!({ "ok": true }))
}

#[head("/get-and-head", summary = "Get And Head", operation_id = "get_and_head_get_and_head_head")]
async fn head_of_get() -> Json<Value> {
    get_and_head().await
}

#[get("/several", hidden)]
async fn several_get() -> Json<Value> {
    Json(json!("GET"))
}

#[post("/several", hidden)]
async fn several_post() -> Json<Value> {
    Json(json!("POST"))
}

#[options("/several", hidden)]
async fn several_options() -> Json<Value> {
    Json(json!("OPTIONS"))
}

#[get("/redirect")]
async fn redirect() -> Redirect {
    Redirect::to("/plain")
}

#[get("/r204", status = 204)]
async fn r204() {}

#[get("/r204-body", status = 204)]
async fn r204_body() -> Json<Value> {
    Json(json!({ "a": 1 }))
}

#[get("/r304", status = 304)]
async fn r304() {}

#[post("/r201", status = 201)]
async fn r201() -> Json<Value> {
    Json(json!({ "id": 1 }))
}

#[get("/set-status", responses((202, "Accepted", Json<Value>)))]
async fn set_status() -> Reply<Json<Value>> {
    let answer = Reply::new(Json(json!({ "ok": true }))).status(202);
    answer.header("x-a", "1").cookie(Cookie::new("k", "v"))
}

#[get("/cookies")]
async fn cookies() -> Reply<Json<Value>> {
    let strict =
        Cookie::new("a", "1").domain("example.com").path("/x").max_age(std::time::Duration::from_secs(60));
    Reply::new(Json(json!({})))
        .cookie(strict.secure().http_only().same_site(fastrs::SameSite::Strict))
        .cookie(Cookie::new("b", "two words"))
        .cookie(Cookie::removal("c"))
}

#[get("/r", tags = ["r"])]
async fn r_root() -> Json<Value> {
    Json(json!("r"))
}

#[get("/r/x/", tags = ["r"])]
async fn r_x() -> Json<Value> {
    Json(json!("rx"))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0")
        .on_error(499, own)
        .routes(routes![
            exc,
            exc_default,
            exc_headers,
            exc_starlette,
            crash,
            bad_response,
            own_error,
            dep,
            yielded
        ])
        .routes(routes![plain, slash, noslash, noslash_post, only_get, only_post, get_and_head, head_of_get])
        .routes(routes![several_get, several_post, several_options])
        .routes(routes![redirect, r204, r204_body, r304, r201, set_status, cookies, r_root, r_x])
}
