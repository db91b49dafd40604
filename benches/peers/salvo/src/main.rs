//! The workloads on salvo with `salvo-oapi`, and garde's rules called by hand.

use std::sync::LazyLock;

use garde::Validate;
use peers_common::model::{Filter, Found, Greeting, Item, ItemPath, Token};
use peers_common::{AFTER, BEFORE, workload};
use salvo::oapi::extract::{JsonBody, PathParam, QueryParam};
use salvo::prelude::*;
use serde::Deserialize;

static ITEMS: LazyLock<Vec<Item>> =
    LazyLock::new(|| serde_json::from_str(&workload::items()).expect("the items are items"));

/// A parameter of the handler would be looked up by its own name, which no header with a hyphen can have.
#[derive(Deserialize, ToParameters)]
#[salvo(parameters(default_parameter_in = Header))]
struct Headers {
    #[serde(rename = "x-token")]
    x_token: String,
}

fn valid(value: &impl Validate<Context = ()>) -> Result<(), StatusError> {
    value.validate().map_err(|report| StatusError::unprocessable_entity().detail(report.to_string()))
}

#[endpoint]
async fn text() -> &'static str {
    "Hello, World!"
}

#[endpoint]
async fn json() -> Json<Greeting> {
    Json(Greeting::new())
}

#[endpoint]
async fn read_item(
    item_id: PathParam<u64>,
    q: QueryParam<String, false>,
    limit: QueryParam<u32, false>,
    headers: Headers,
) -> Result<Json<Found>, StatusError> {
    let path = ItemPath { item_id: item_id.into_inner() };
    let filter = Filter { q: q.into_inner(), limit: limit.into_inner().unwrap_or(10) };
    let token = Token(headers.x_token);
    valid(&path)?;
    valid(&filter)?;
    valid(&token)?;
    Ok(Json(Found { item_id: path.item_id, q: filter.q, limit: filter.limit, token: token.0 }))
}

#[endpoint(status_codes(201, 422))]
async fn create_item(item: JsonBody<Item>, response: &mut Response) -> Result<Json<Item>, StatusError> {
    let item = item.into_inner();
    valid(&item)?;
    response.status_code(StatusCode::CREATED);
    Ok(Json(item))
}

/// Rendered by hand, because only owned values may be returned.
#[endpoint(responses((status_code = 200, body = Vec<Item>)))]
async fn list_items(response: &mut Response) {
    response.render(Json(&*ITEMS));
}

#[endpoint]
async fn list() -> &'static str {
    "list"
}

#[endpoint(status_codes(201))]
async fn create(response: &mut Response) -> &'static str {
    response.status_code(StatusCode::CREATED);
    "create"
}

#[endpoint]
async fn read(id: PathParam<u64>) -> String {
    format!("read {id}")
}

#[endpoint]
async fn replace(id: PathParam<u64>) -> String {
    format!("replace {id}")
}

#[endpoint]
async fn remove(id: PathParam<u64>) -> String {
    format!("remove {id}")
}

/// One resource of the crowd.
fn resource(n: usize) -> Router {
    Router::with_path(format!("resource{n}"))
        .get(list)
        .post(create)
        .push(Router::with_path("{id}").get(read).put(replace).delete(remove))
}

#[tokio::main]
async fn main() {
    let (address, crowded) = peers_common::start();
    let items = Router::with_path("items").get(list_items).post(create_item);
    let (before, after) = if crowded { (BEFORE, AFTER) } else { (0..0, 0..0) };
    let router = before.map(resource).fold(Router::new(), Router::push);
    let router = router
        .push(Router::with_path("text").get(text))
        .push(Router::with_path("json").get(json))
        .push(items.push(Router::with_path("{item_id}").get(read_item)));
    let router = after.map(resource).fold(router, Router::push);
    let document = OpenApi::new("Benches", "1.0.0").merge_router(&router);
    let router = router.push(document.into_router("/openapi.json"));
    Server::new(TcpListener::new(address).bind().await).serve(router).await;
}
