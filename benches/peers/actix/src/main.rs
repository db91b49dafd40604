//! The workloads on actix-web, with garde's rules (`garde-actix-web`).

use std::ops::Range;
use std::sync::LazyLock;

use actix_web::error::{InternalError, ParseError};
use actix_web::http::header::{
    Header as ParseHeader, HeaderName, HeaderValue, InvalidHeaderValue, TryIntoHeaderValue,
};
use actix_web::web::ServiceConfig;
use actix_web::{App, HttpMessage, HttpResponse, HttpServer, Responder, delete, get, post, put, web};
use garde::Validate;
use garde_actix_web::web::{Header, Json, JsonConfig, Path, Query};
use peers_common::model::{Filter, Found, Greeting, Item, ItemPath};
use peers_common::{AFTER, BEFORE, workload};

static ITEMS: LazyLock<Vec<Item>> =
    LazyLock::new(|| serde_json::from_str(&workload::items()).expect("the items are items"));

/// The header `x-token`.
#[derive(Validate)]
#[garde(transparent)]
struct XToken(#[garde(length(chars, min = 8))] String);

impl TryIntoHeaderValue for XToken {
    type Error = InvalidHeaderValue;

    fn try_into_value(self) -> Result<HeaderValue, Self::Error> {
        HeaderValue::try_from(self.0)
    }
}

impl ParseHeader for XToken {
    fn name() -> HeaderName {
        HeaderName::from_static("x-token")
    }

    fn parse<M: HttpMessage>(message: &M) -> Result<Self, ParseError> {
        let value = message.headers().get("x-token").ok_or(ParseError::Header)?;
        value.to_str().map(|token| Self(token.to_owned())).map_err(|_| ParseError::Header)
    }
}

#[get("/text")]
async fn text() -> impl Responder {
    "Hello, World!"
}

#[get("/json")]
async fn json() -> impl Responder {
    web::Json(Greeting::new())
}

#[get("/items/{item_id}")]
async fn read_item(path: Path<ItemPath>, query: Query<Filter>, token: Header<XToken>) -> impl Responder {
    let Filter { q, limit } = query.into_inner();
    web::Json(Found { item_id: path.item_id, q, limit, token: token.into_inner().0 })
}

#[post("/items")]
async fn create_item(item: Json<Item>) -> impl Responder {
    HttpResponse::Created().json(item.into_inner())
}

#[get("/items")]
async fn list_items() -> impl Responder {
    web::Json(&**ITEMS)
}

#[get("/")]
async fn list() -> impl Responder {
    "list"
}

#[post("/")]
async fn create() -> impl Responder {
    HttpResponse::Created().body("create")
}

#[get("/{id}")]
async fn read(id: web::Path<u64>) -> impl Responder {
    format!("read {id}")
}

#[put("/{id}")]
async fn replace(id: web::Path<u64>) -> impl Responder {
    format!("replace {id}")
}

#[delete("/{id}")]
async fn remove(id: web::Path<u64>) -> impl Responder {
    format!("remove {id}")
}

fn crowd(config: &mut ServiceConfig, resources: Range<usize>) {
    for n in resources {
        let resource = web::scope(&format!("/resource{n}"));
        config.service(resource.service(list).service(create).service(read).service(replace).service(remove));
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let (address, crowded) = peers_common::start();
    HttpServer::new(move || {
        let json_config = JsonConfig::default().error_handler(|error, _| {
            let answer = HttpResponse::UnprocessableEntity().body(error.to_string());
            InternalError::from_response(error, answer).into()
        });
        let (before, after) = if crowded { (BEFORE, AFTER) } else { (0..0, 0..0) };
        let app = App::new().app_data(json_config).configure(|config| crowd(config, before));
        let app = app.service(text).service(json).service(read_item).service(create_item).service(list_items);
        app.configure(|config| crowd(config, after))
    })
    .bind(address)?
    .run()
    .await
}
