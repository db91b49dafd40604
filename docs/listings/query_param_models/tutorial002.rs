use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[model(deny_unknown_fields)]
struct FilterParams {
    #[field(default = 100, gt = 0, le = 100)]
    limit: i64,
    #[field(default = 0, ge = 0)]
    offset: i64,
    #[field(default = OrderBy::CreatedAt)]
    order_by: OrderBy,
    #[field(default)]
    tags: Vec<String>,
}

#[model(literal, rename_all = "snake_case")]
enum OrderBy {
    CreatedAt,
    UpdatedAt,
}

#[get("/items/")]
async fn read_items(#[query] filter_query: FilterParams) -> Value {
    json!(filter_query)
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
