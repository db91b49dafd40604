use std::collections::BTreeSet;

use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
    description: Option<String>,
    price: f64,
    tax: Option<f64>,
    #[field(default)]
    tags: BTreeSet<String>,
}

/// Takes an item and gives it back.
///
/// - **name** and **price** must be there;
/// - **description** and **tax** may be left out;
/// - **tags** are a set: what stands in it twice counts once.
#[post("/items/", summary = "Create an item", response_description = "The created item")]
async fn create_item(item: Item) -> Item {
    item
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_item])
}
