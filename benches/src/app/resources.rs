//! The crowd: a hundred resources of five routes each.

use fastrs::prelude::*;

#[get("/")]
async fn list() -> &'static str {
    "list"
}

#[post("/", status = 201)]
async fn create() -> &'static str {
    "create"
}

#[get("/{id}")]
async fn read(id: u64) -> String {
    format!("read {id}")
}

#[put("/{id}")]
async fn replace(id: u64) -> String {
    format!("replace {id}")
}

#[delete("/{id}")]
async fn remove(id: u64) -> String {
    format!("remove {id}")
}

/// The routers of the crowd.
pub(super) fn routers() -> impl Iterator<Item = Router> {
    let routes = || routes![list, create, read, replace, remove];
    (0..100).map(move |n| Router::new(format!("/resource{n}")).routes(routes()))
}
