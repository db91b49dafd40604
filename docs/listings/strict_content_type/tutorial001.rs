use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
    price: f64,
}

#[post("/items/")]
async fn create_item(item: Item) -> Item {
    item
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").strict_content_type(false).routes(routes![create_item])
}
