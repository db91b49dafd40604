use std::collections::HashMap;
use std::sync::Mutex;

use fastrs::prelude::*;

#[model(partial = ItemPatch)]
#[derive(Clone)]
struct Item {
    name: Option<String>,
    description: Option<String>,
    price: Option<f64>,
    #[field(default = 10.5)]
    tax: f64,
    #[field(default)]
    tags: Vec<String>,
}

struct Items(Mutex<HashMap<String, Item>>);

impl Items {
    fn example() -> Self {
        let item = |name: &str, description: Option<&str>, price, tax| Item {
            name: Some(name.into()),
            description: description.map(str::to_owned),
            price: Some(price),
            tax,
            tags: Vec::new(),
        };
        Self(Mutex::new(HashMap::from([
            ("foo".into(), item("Foo", None, 50.2, 10.5)),
            ("bar".into(), item("Bar", Some("The bartenders"), 62.0, 20.2)),
            ("baz".into(), item("Baz", None, 50.2, 10.5)),
        ])))
    }
}

#[get("/items/{item_id}")]
async fn read_item(item_id: String, items: State<Items>) -> Result<Item, HttpError> {
    items.0.lock().expect("nobody panics with the lock").get(&item_id).cloned().or_404("Item not found")
}

#[patch("/items/{item_id}")]
async fn update_item(item_id: String, patch: ItemPatch, items: State<Items>) -> Result<Item, HttpError> {
    let mut items = items.0.lock().expect("nobody panics with the lock");
    let item = items.get_mut(&item_id).or_404("Item not found")?;
    patch.apply(item);
    Ok(item.clone())
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").state(Items::example()).routes(routes![read_item, update_item])
}
