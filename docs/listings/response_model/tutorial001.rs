use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
    description: Option<String>,
    price: f64,
    tax: Option<f64>,
    #[field(default)]
    tags: Vec<String>,
}

impl Item {
    fn new(name: &str, price: f64) -> Self {
        Self { name: name.into(), description: None, price, tax: None, tags: Vec::new() }
    }
}

#[post("/items/")]
async fn create_item(item: Item) -> Item {
    item
}

#[get("/items/")]
async fn read_items() -> Vec<Item> {
    vec![Item::new("Portal Gun", 42.0), Item::new("Plumbus", 32.0)]
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_item, read_items])
}
