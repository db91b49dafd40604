use std::collections::HashMap;
use std::io::Error;

use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

struct Items(HashMap<&'static str, Value>);

async fn startup_event() -> Result<Items, Error> {
    Ok(Items([("foo", json!({ "name": "Fighters" })), ("bar", json!({ "name": "Tenders" }))].into()))
}

#[get("/items/{item_id}")]
async fn read_items(item_id: String, items: State<Items>) -> Result<Json<Value>, HttpError> {
    Ok(Json(items.0.get(item_id.as_str()).cloned().or_404("Item not found")?))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").state_from(startup_event).routes(routes![read_items])
}
