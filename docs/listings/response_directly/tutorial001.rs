use chrono::NaiveDateTime;
use fastrs::prelude::*;

#[model]
struct Item {
    title: String,
    timestamp: NaiveDateTime,
    description: Option<String>,
}

#[put("/items/{id}")]
async fn update_item(id: String, item: Item) -> Response {
    println!("item {id} is now {}", item.title);
    Json(item).into_response(StatusCode::OK)
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![update_item])
}
