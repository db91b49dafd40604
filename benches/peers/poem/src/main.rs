//! The workloads on poem-openapi, which brings rules of its own and stops at the first fault.

use std::sync::LazyLock;

use peers_common::{AFTER, BEFORE, workload};
use poem::listener::TcpListener;
use poem::{Route, Server};
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::{Json, PlainText};
use poem_openapi::types::{Email, ParseFromJSON as _};
use poem_openapi::{ApiResponse, Object, OpenApi, OpenApiService};

static ITEMS: LazyLock<Vec<Item>> =
    LazyLock::new(|| Vec::parse_from_json_string(&workload::items()).expect("the items are items"));

#[derive(Object)]
struct Greeting {
    message: String,
    number: u32,
}

#[derive(Object)]
struct Found {
    item_id: u64,
    q: Option<String>,
    limit: u32,
    token: String,
}

#[derive(Debug, Object)]
struct Item {
    #[oai(validator(min_length = 1, max_length = 100))]
    name: String,
    description: Option<String>,
    #[oai(validator(minimum(value = "0", exclusive)))]
    price: f64,
    #[oai(validator(minimum(value = "0")))]
    tax: Option<f64>,
    #[oai(validator(max_items = 20, min_length = 1, max_length = 30))]
    tags: Vec<String>,
    dimensions: Dimensions,
    email: Email,
}

#[derive(Debug, Object)]
struct Dimensions {
    #[oai(validator(minimum(value = "0", exclusive)))]
    w: f64,
    #[oai(validator(minimum(value = "0", exclusive)))]
    h: f64,
    #[oai(validator(minimum(value = "0", exclusive)))]
    d: f64,
}

#[derive(ApiResponse)]
enum CreateItem {
    #[oai(status = 201)]
    Created(Json<Item>),
}

struct Api;

#[OpenApi]
impl Api {
    #[oai(path = "/text", method = "get")]
    async fn text(&self) -> PlainText<&'static str> {
        PlainText("Hello, World!")
    }

    #[oai(path = "/json", method = "get")]
    async fn json(&self) -> Json<Greeting> {
        Json(Greeting { message: "Hello, World!".to_owned(), number: 42 })
    }

    #[oai(path = "/items/:item_id", method = "get")]
    async fn read_item(
        &self,
        #[oai(validator(minimum(value = "1")))] item_id: Path<u64>,
        #[oai(validator(min_length = 3, max_length = 50))] q: Query<Option<String>>,
        #[oai(default = "ten", validator(minimum(value = "1"), maximum(value = "100")))] limit: Query<u32>,
        #[oai(name = "x-token", validator(min_length = 8))] token: Header<String>,
    ) -> Json<Found> {
        Json(Found { item_id: item_id.0, q: q.0, limit: limit.0, token: token.0 })
    }

    #[oai(path = "/items", method = "post")]
    async fn create_item(&self, item: Json<Item>) -> CreateItem {
        CreateItem::Created(item)
    }

    #[oai(path = "/items", method = "get")]
    async fn list_items(&self) -> Json<&'static [Item]> {
        Json(&ITEMS)
    }
}

fn ten() -> u32 {
    10
}

#[derive(ApiResponse)]
enum Create {
    #[oai(status = 201)]
    Created(PlainText<&'static str>),
}

/// One resource of the crowd.
struct Resource;

#[OpenApi]
impl Resource {
    #[oai(path = "/", method = "get")]
    async fn list(&self) -> PlainText<&'static str> {
        PlainText("list")
    }

    #[oai(path = "/", method = "post")]
    async fn create(&self) -> Create {
        Create::Created(PlainText("create"))
    }

    #[oai(path = "/:id", method = "get")]
    async fn read(&self, id: Path<u64>) -> PlainText<String> {
        PlainText(format!("read {}", id.0))
    }

    #[oai(path = "/:id", method = "put")]
    async fn replace(&self, id: Path<u64>) -> PlainText<String> {
        PlainText(format!("replace {}", id.0))
    }

    #[oai(path = "/:id", method = "delete")]
    async fn remove(&self, id: Path<u64>) -> PlainText<String> {
        PlainText(format!("remove {}", id.0))
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let (address, crowded) = peers_common::start();
    let mut routes = Route::new();
    if crowded {
        // A prefix in the attribute is fixed, so that each resource is a service of its own.
        for n in BEFORE.chain(AFTER) {
            routes = routes.nest(format!("/resource{n}"), OpenApiService::new(Resource, "Resource", "1.0.0"));
        }
    }
    let service = OpenApiService::new(Api, "Benches", "1.0.0");
    let routes = routes.at("/openapi.json", service.spec_endpoint()).nest("/", service);
    Server::new(TcpListener::bind(address.to_string())).run(routes).await
}
