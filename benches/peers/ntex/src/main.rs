//! The workloads on ntex, with garde's rules called by hand.

use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

use garde::{Report, Validate};
use ntex::http::{Payload, StatusCode};
use ntex::web::types::{Json, Path, Query};
use ntex::web::{
    self, App, FromRequest, HttpRequest, HttpResponse, HttpServer, ServiceConfig, WebResponseError,
};
use ntex::web::{delete, get, post, put};
use peers_common::model::{Filter, Found, Greeting, Item, ItemPath, Token};
use peers_common::{AFTER, BEFORE, workload};

static ITEMS: LazyLock<Vec<Item>> =
    LazyLock::new(|| serde_json::from_str(&workload::items()).expect("the items are items"));

/// Why a request is refused.
#[derive(Debug)]
enum Refusal {
    NoToken,
    Invalid(Report),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoToken => f.write_str("`x-token` header is missing"),
            Self::Invalid(report) => report.fmt(f),
        }
    }
}

impl WebResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

/// The extractor of the header.
struct XToken(Token);

impl<E> FromRequest<E> for XToken {
    type Error = Refusal;

    async fn from_request(request: &HttpRequest, _: &mut Payload) -> Result<Self, Refusal> {
        let token = request.headers().get("x-token").and_then(|token| token.to_str().ok());
        Ok(Self(Token(token.ok_or(Refusal::NoToken)?.to_owned())))
    }
}

#[get("/text")]
async fn text() -> &'static str {
    "Hello, World!"
}

#[get("/json")]
async fn json() -> Json<Greeting> {
    Json(Greeting::new())
}

#[get("/items/{item_id}")]
async fn read_item(
    path: Path<ItemPath>,
    filter: Query<Filter>,
    token: XToken,
) -> Result<Json<Found>, Refusal> {
    path.validate()
        .and_then(|()| filter.validate())
        .and_then(|()| token.0.validate())
        .map_err(Refusal::Invalid)?;
    let Filter { q, limit } = filter.into_inner();
    Ok(Json(Found { item_id: path.item_id, q, limit, token: token.0.0 }))
}

#[post("/items")]
async fn create_item(item: Json<Item>) -> Result<HttpResponse, Refusal> {
    item.validate().map_err(Refusal::Invalid)?;
    Ok(HttpResponse::Created().json(&*item))
}

#[get("/items")]
async fn list_items() -> Json<&'static [Item]> {
    Json(&ITEMS)
}

#[get("/")]
async fn list() -> &'static str {
    "list"
}

#[post("/")]
async fn create() -> HttpResponse {
    HttpResponse::Created().body("create")
}

#[get("/{id}")]
async fn read(id: Path<u64>) -> String {
    format!("read {id}")
}

#[put("/{id}")]
async fn replace(id: Path<u64>) -> String {
    format!("replace {id}")
}

#[delete("/{id}")]
async fn remove(id: Path<u64>) -> String {
    format!("remove {id}")
}

fn crowd(config: &mut ServiceConfig, resources: Range<usize>) {
    for n in resources {
        config.service(web::scope(&format!("/resource{n}")).service((list, create, read, replace, remove)));
    }
}

#[ntex::main]
async fn main() -> std::io::Result<()> {
    let (address, crowded) = peers_common::start();
    HttpServer::new(async move || {
        let (before, after) = if crowded { (BEFORE, AFTER) } else { (0..0, 0..0) };
        App::new()
            .configure(|config| crowd(config, before))
            .service((text, json, read_item, create_item, list_items))
            .configure(|config| crowd(config, after))
    })
    .bind(address)?
    .run()
    .await
}
