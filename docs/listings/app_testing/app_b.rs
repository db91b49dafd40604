use std::collections::BTreeMap;
use std::sync::Mutex;

use fastrs::prelude::*;

const SECRET_TOKEN: &str = "coneofsilence";

#[model]
#[derive(Clone)]
pub struct Item {
    pub id: String,
    pub title: String,
    pub description: Option<String>,
}

struct Items(Mutex<BTreeMap<String, Item>>);

impl Items {
    fn some() -> Self {
        let item = |id: &str, title: &str, description: &str| {
            let (id, title) = (id.to_owned(), title.to_owned());
            (id.clone(), Item { id, title, description: Some(description.to_owned()) })
        };
        let items = [item("foo", "Foo", "There goes my hero"), item("bar", "Bar", "The bartenders")];
        Self(Mutex::new(items.into()))
    }
}

#[derive(Debug, thiserror::Error, ApiError)]
enum ItemError {
    #[error("Invalid X-Token header")]
    #[status(400)]
    InvalidToken,
    #[error("Item not found")]
    #[status(404)]
    NotFound,
    #[error("Item already exists")]
    #[status(409)]
    Exists,
}

fn check(token: &str) -> Result<(), ItemError> {
    if token == SECRET_TOKEN { Ok(()) } else { Err(ItemError::InvalidToken) }
}

#[get("/items/{item_id}")]
async fn read_main(
    item_id: String,
    #[header] x_token: String,
    items: State<Items>,
) -> Result<Item, ItemError> {
    check(&x_token)?;
    items.0.lock().unwrap().get(&item_id).cloned().ok_or(ItemError::NotFound)
}

#[post("/items/")]
async fn create_item(#[header] x_token: String, item: Item, items: State<Items>) -> Result<Item, ItemError> {
    check(&x_token)?;
    let mut items = items.0.lock().unwrap();
    if items.contains_key(&item.id) {
        return Err(ItemError::Exists);
    }
    items.insert(item.id.clone(), item.clone());
    Ok(item)
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").state(Items::some()).routes(routes![read_main, create_item])
}
