//! The workloads on xitca-web, with garde's rules called by hand.

use std::convert::Infallible;
use std::fmt;
use std::sync::LazyLock;

use garde::{Report, Validate};
use peers_common::model::{Filter, Found, Greeting, Item, ItemPath, Token};
use peers_common::{AFTER, BEFORE, workload};
use xitca_web::error::{Error, HeaderNotFound, InvalidHeaderValue};
use xitca_web::handler::json::Json;
use xitca_web::handler::params::Params;
use xitca_web::handler::query::Query;
use xitca_web::handler::{FromRequest, handler_service};
use xitca_web::http::header::HeaderName;
use xitca_web::http::{StatusCode, WebResponse};
use xitca_web::route::get;
use xitca_web::service::Service;
use xitca_web::{App, NestApp, WebContext};

static ITEMS: LazyLock<Vec<Item>> =
    LazyLock::new(|| serde_json::from_str(&workload::items()).expect("the items are items"));

/// What garde found, as an answer.
#[derive(Debug)]
struct Invalid(Report);

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Invalid {}

impl From<Invalid> for Error {
    fn from(invalid: Invalid) -> Self {
        Self::from_service(invalid)
    }
}

impl<'r, C> Service<WebContext<'r, C>> for Invalid {
    type Response = WebResponse;
    type Error = Infallible;

    async fn call(&self, ctx: WebContext<'r, C>) -> Result<Self::Response, Self::Error> {
        let mut answer = ctx.into_response(self.0.to_string());
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        Ok(answer)
    }
}

/// The extractor of the header.
struct XToken(Token);

impl<'a, 'r, C, B> FromRequest<'a, WebContext<'r, C, B>> for XToken {
    type Type<'b> = Self;
    type Error = Error;

    async fn from_request(ctx: &'a WebContext<'r, C, B>) -> Result<Self, Self::Error> {
        const NAME: HeaderName = HeaderName::from_static("x-token");
        let token = ctx.req().headers().get(NAME).ok_or(HeaderNotFound(NAME))?;
        Ok(Self(Token(token.to_str().map_err(|_| InvalidHeaderValue(NAME))?.to_owned())))
    }
}

async fn text() -> &'static str {
    "Hello, World!"
}

async fn json() -> Json<Greeting> {
    Json(Greeting::new())
}

async fn read_item(
    Params(path): Params<ItemPath>,
    Query(filter): Query<Filter>,
    XToken(token): XToken,
) -> Result<Json<Found>, Error> {
    path.validate().and_then(|()| filter.validate()).and_then(|()| token.validate()).map_err(Invalid)?;
    let Filter { q, limit } = filter;
    Ok(Json(Found { item_id: path.item_id, q, limit, token: token.0 }))
}

async fn create_item(Json(item): Json<Item>) -> Result<(Json<Item>, StatusCode), Error> {
    item.validate().map_err(Invalid)?;
    Ok((Json(item), StatusCode::CREATED))
}

async fn list_items() -> Json<&'static [Item]> {
    Json(&ITEMS)
}

/// One resource of the crowd.
fn resource() -> NestApp<()> {
    let list = async || "list";
    let create = async || ("create", StatusCode::CREATED);
    let read = async |Params(id): Params<u64>| format!("read {id}");
    let replace = async |Params(id): Params<u64>| format!("replace {id}");
    let remove = async |Params(id): Params<u64>| format!("remove {id}");
    App::new()
        .at("/", get(handler_service(list)).post(handler_service(create)))
        .at("/{id}", get(handler_service(read)).put(handler_service(replace)).delete(handler_service(remove)))
}

fn main() -> std::io::Result<()> {
    let (address, crowded) = peers_common::start();
    let mut app = App::new()
        .at("/text", get(handler_service(text)))
        .at("/json", get(handler_service(json)))
        .at("/items", get(handler_service(list_items)).post(handler_service(create_item)))
        .at("/items/{item_id}", get(handler_service(read_item)));
    if crowded {
        app = BEFORE.chain(AFTER).fold(app, |app, n| app.at(&format!("/resource{n}"), resource()));
    }
    app.serve().bind(address)?.run().wait()
}
