use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
    price: f64,
}

#[model]
struct ResponseMessage {
    message: String,
}

#[post("/items/")]
async fn create_item(item: Item) -> ResponseMessage {
    let _ = item;
    ResponseMessage { message: "item received".into() }
}

#[get("/items/")]
async fn get_items() -> Vec<Item> {
    vec![Item { name: "Plumbus".into(), price: 3.0 }, Item { name: "Portal Gun".into(), price: 9001.0 }]
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![get_items, create_item])
}
