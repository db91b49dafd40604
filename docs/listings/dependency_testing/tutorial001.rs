use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

struct CommonParameters {
    q: Option<String>,
    skip: i64,
    limit: i64,
}

impl CommonParameters {
    fn to_json(&self) -> Value {
        json!({ "q": self.q, "skip": self.skip, "limit": self.limit })
    }
}

struct Query(Option<String>);

#[dependency]
async fn query(q: Option<String>) -> Query {
    Query(q)
}

#[dependency]
async fn common_parameters(
    q: Depends<Query>,
    #[query(default = 0)] skip: i64,
    #[query(default = 100)] limit: i64,
) -> CommonParameters {
    CommonParameters { q: q.0.clone(), skip, limit }
}

#[get("/items/")]
async fn read_items(commons: Depends<CommonParameters>) -> Json<Value> {
    Json(json!({ "message": "Hello Items!", "params": commons.to_json() }))
}

#[get("/users/")]
async fn read_users(commons: Depends<CommonParameters>) -> Json<Value> {
    Json(json!({ "message": "Hello Users!", "params": commons.to_json() }))
}

// ANCHOR: stand_in
/// What stands in for `common_parameters`, wherever it is asked for.
async fn override_dependency(q: Depends<Query>) -> CommonParameters {
    CommonParameters { q: q.0.clone(), skip: 5, limit: 10 }
}

pub fn original() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items, read_users])
}

pub fn app() -> App {
    original().override_dependency(override_dependency)
}
// ANCHOR_END: stand_in
