use std::collections::HashMap;
use std::sync::LazyLock;

use fastrs::prelude::*;

// ANCHOR: models
#[model(output)]
#[derive(Clone)]
struct ItemName {
    name: String,
    description: Option<String>,
}

/// A model in a model, written as if its fields stood here.
#[model(output)]
#[derive(Clone)]
struct ItemPublic {
    #[serde(flatten)]
    name: ItemName,
    price: f64,
}
// ANCHOR_END: models

/// What the application knows, of which no handler gives everything away.
struct Item {
    public: ItemPublic,
    tax: f64,
}

static ITEMS: LazyLock<HashMap<&str, Item>> = LazyLock::new(|| {
    let item = |name: &str, description: Option<&str>, price, tax| {
        let name = ItemName { name: name.into(), description: description.map(str::to_owned) };
        Item { public: ItemPublic { name, price }, tax }
    };
    HashMap::from([
        ("foo", item("Foo", None, 50.2, 10.5)),
        ("bar", item("Bar", Some("The Bar fighters"), 62.0, 20.2)),
        ("baz", item("Baz", Some("There goes my baz"), 50.2, 10.5)),
    ])
});

#[get("/items/{item_id}/name")]
async fn read_item_name(item_id: String) -> Option<ItemName> {
    ITEMS.get(item_id.as_str()).map(|item| item.public.name.clone())
}

#[get("/items/{item_id}/public")]
async fn read_item_public_data(item_id: String) -> Option<ItemPublic> {
    ITEMS.get(item_id.as_str()).map(|item| item.public.clone())
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_item_name, read_item_public_data])
}
