//! The workloads on axum, with garde's rules (`axum-valid`) and utoipa's document.

use std::sync::LazyLock;

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::{StatusCode, request::Parts};
use axum::routing::get;
use axum::{Json, Router};
use axum_valid::{Garde, HasValidate};
use peers_common::model::{Filter, Found, Greeting, Item, ItemPath, Token};
use peers_common::{AFTER, BEFORE, workload};
use utoipa::openapi::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

static ITEMS: LazyLock<Vec<Item>> =
    LazyLock::new(|| serde_json::from_str(&workload::items()).expect("the items are items"));

/// The extractor of the header.
struct XToken(Token);

impl<S: Send + Sync> FromRequestParts<S> for XToken {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let token = parts.headers.get("x-token").and_then(|token| token.to_str().ok());
        let token = token.ok_or((StatusCode::UNPROCESSABLE_ENTITY, "`x-token` header is missing"))?;
        Ok(Self(Token(token.to_owned())))
    }
}

impl HasValidate for XToken {
    type Validate = Token;

    fn get_validate(&self) -> &Token {
        &self.0
    }
}

#[utoipa::path(get, path = "/text", responses((status = 200, body = String)))]
async fn text() -> &'static str {
    "Hello, World!"
}

#[utoipa::path(get, path = "/json", responses((status = 200, body = Greeting)))]
async fn json() -> Json<Greeting> {
    Json(Greeting::new())
}

#[utoipa::path(
    get,
    path = "/items/{item_id}",
    params(ItemPath, Filter, ("x-token" = String, Header)),
    responses((status = 200, body = Found))
)]
async fn read_item(
    Garde(Path(ItemPath { item_id })): Garde<Path<ItemPath>>,
    Garde(Query(Filter { q, limit })): Garde<Query<Filter>>,
    Garde(XToken(Token(token))): Garde<XToken>,
) -> Json<Found> {
    Json(Found { item_id, q, limit, token })
}

#[utoipa::path(post, path = "/items", request_body = Item, responses((status = 201, body = Item)))]
async fn create_item(Garde(Json(item)): Garde<Json<Item>>) -> (StatusCode, Json<Item>) {
    (StatusCode::CREATED, Json(item))
}

#[utoipa::path(get, path = "/items", responses((status = 200, body = [Item])))]
async fn list_items() -> Json<&'static [Item]> {
    Json(&ITEMS)
}

/// One resource of the crowd.
fn resource() -> Router {
    let list = async || "list";
    let create = async || (StatusCode::CREATED, "create");
    let read = async |Path(id): Path<u64>| format!("read {id}");
    let replace = async |Path(id): Path<u64>| format!("replace {id}");
    let remove = async |Path(id): Path<u64>| format!("remove {id}");
    Router::new().route("/", get(list).post(create)).route("/{id}", get(read).put(replace).delete(remove))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let (address, crowded) = peers_common::start();
    let (router, api) = OpenApiRouter::new()
        .routes(routes!(text))
        .routes(routes!(json))
        .routes(routes!(read_item))
        .routes(routes!(create_item, list_items))
        .split_for_parts();
    // Not owned by the handler: axum clones its handlers for every connection.
    let api: &'static OpenApi = Box::leak(Box::new(api));
    let mut router: Router = router.route("/openapi.json", get(async || Json(api)));
    if crowded {
        router =
            BEFORE.chain(AFTER).fold(router, |router, n| router.nest(&format!("/resource{n}"), resource()));
    }
    axum::serve(tokio::net::TcpListener::bind(address).await?, router).await
}
