use fastrs::prelude::*;

#[derive(Clone)]
struct Item {
    name: &'static str,
    description: Option<&'static str>,
    price: f64,
    tax: f64,
}

const ITEMS: [(&str, Item); 3] = [
    ("foo", Item { name: "Foo", description: None, price: 50.2, tax: 10.5 }),
    ("bar", Item { name: "Bar", description: Some("The Bar fighters"), price: 62.0, tax: 20.2 }),
    ("baz", Item { name: "Baz", description: Some("There goes my baz"), price: 50.2, tax: 10.5 }),
];

fn item(id: &str) -> Option<Item> {
    ITEMS.iter().find(|(known, _)| *known == id).map(|(_, item)| item.clone())
}

/// What the item is called.
#[model(output)]
struct ItemName {
    name: &'static str,
    description: Option<&'static str>,
}

/// All but the tax.
#[model(output)]
struct ItemPublic {
    name: &'static str,
    description: Option<&'static str>,
    price: f64,
}

#[get("/items/{item_id}/name")]
async fn read_item_name(item_id: String) -> Option<ItemName> {
    let Item { name, description, .. } = item(&item_id)?;
    Some(ItemName { name, description })
}

#[get("/items/{item_id}/public")]
async fn read_item_public_data(item_id: String) -> Option<ItemPublic> {
    let Item { name, description, price, .. } = item(&item_id)?;
    Some(ItemPublic { name, description, price })
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_item_name, read_item_public_data])
}
