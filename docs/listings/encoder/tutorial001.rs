use std::collections::HashMap;
use std::sync::Mutex;

use chrono::NaiveDateTime;
use fastrs::prelude::*;
use fastrs::serde_json::{self, Value};

/// A store that knows only JSON.
#[derive(Default)]
struct FakeDb(Mutex<HashMap<String, Value>>);

#[model]
struct Item {
    title: String,
    timestamp: NaiveDateTime,
    description: Option<String>,
}

#[put("/items/{id}")]
async fn update_item(id: String, item: Item, db: State<FakeDb>) -> Result<Json<Value>, HttpError> {
    let json = serde_json::to_value(&item)?;
    db.0.lock().expect("nobody panics with the lock").insert(id, json);
    Ok(Json(Value::Null))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").state(FakeDb::default()).routes(routes![update_item])
}
