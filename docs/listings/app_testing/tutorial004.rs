use std::collections::HashMap;
use std::io::Error;
use std::sync::{Arc, Mutex};

use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[derive(Default)]
pub struct Items(pub Mutex<HashMap<&'static str, Value>>);

async fn fill() -> Result<Items, Error> {
    let items = [("foo", json!({ "name": "Fighters" })), ("bar", json!({ "name": "Tenders" }))];
    Ok(Items(Mutex::new(items.into())))
}

async fn clear(items: Arc<Items>) -> Result<(), Error> {
    items.0.lock().unwrap().clear();
    Ok(())
}

#[get("/items/{item_id}")]
async fn read_items(item_id: String, items: State<Items>) -> Result<Json<Value>, HttpError> {
    Ok(Json(items.0.lock().unwrap().get(item_id.as_str()).cloned().or_404("Item not found")?))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").lifespan(fill, clear).routes(routes![read_items])
}
