use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
    description: Option<String>,
    /// Set by the shop, and never sent to it.
    #[serde(skip_deserializing)]
    stock: u32,
}

#[post("/items/")]
async fn create_item(item: Item) -> Item {
    item
}

#[get("/items/")]
async fn read_items() -> Vec<Item> {
    vec![Item { name: "Portal Gun".into(), description: None, stock: 3 }]
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_item, read_items])
}
