use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

const ITEMS: [&str; 3] = ["Foo", "Bar", "Baz"];

struct CommonQueryParams {
    q: Option<String>,
    skip: usize,
    limit: usize,
}

#[dependency]
async fn common_query_params(
    q: Option<String>,
    #[query(default = 0)] skip: usize,
    #[query(default = 100)] limit: usize,
) -> CommonQueryParams {
    CommonQueryParams { q, skip, limit }
}

#[get("/items/")]
async fn read_items(commons: Depends<CommonQueryParams>) -> Json<Value> {
    let items = ITEMS.iter().skip(commons.skip).take(commons.limit);
    let items: Vec<Value> = items.map(|name| json!({ "item_name": name })).collect();
    let mut response = json!({ "items": items });
    if let Some(q) = &commons.q {
        response["q"] = json!(q);
    }
    Json(response)
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
