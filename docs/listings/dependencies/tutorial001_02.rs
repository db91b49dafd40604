use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

/// What several path operations take in common.
struct CommonParameters {
    q: Option<String>,
    skip: i64,
    limit: i64,
}

#[dependency]
async fn common_parameters(
    q: Option<String>,
    #[query(default = 0)] skip: i64,
    #[query(default = 100)] limit: i64,
) -> CommonParameters {
    CommonParameters { q, skip, limit }
}

/// The same dependency under a shorter name.
type Commons = Depends<CommonParameters>;

#[get("/items/")]
async fn read_items(commons: Commons) -> Json<Value> {
    Json(json!({ "q": commons.q, "skip": commons.skip, "limit": commons.limit }))
}

#[get("/users/")]
async fn read_users(commons: Commons) -> Json<Value> {
    Json(json!({ "q": commons.q, "skip": commons.skip, "limit": commons.limit }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items, read_users])
}
