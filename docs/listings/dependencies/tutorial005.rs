use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

struct Query(Option<String>);

#[dependency]
async fn query(q: Option<String>) -> Query {
    Query(q)
}

struct QueryOrCookie(Option<String>);

/// A dependency with a dependency of its own.
#[dependency]
async fn query_or_cookie(q: Depends<Query>, #[cookie] last_query: Option<String>) -> QueryOrCookie {
    QueryOrCookie(q.0.clone().or(last_query))
}

#[get("/items/")]
async fn read_query(query_or_default: Depends<QueryOrCookie>) -> Json<Value> {
    Json(json!({ "q_or_cookie": query_or_default.0 }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_query])
}
