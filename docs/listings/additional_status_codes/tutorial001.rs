use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

type Items = Arc<Mutex<BTreeMap<String, Value>>>;

// `201` for an item that was not there before, and `200` for one that was.
#[put("/items/{item_id}")]
async fn upsert_item(
    item_id: String,
    #[body] name: Option<String>,
    #[body] size: Option<i64>,
    items: State<Items>,
) -> Either<Json<Value>, Status<201, Json<Value>>> {
    let item = json!({ "name": name, "size": size });
    let known = items.lock().unwrap().insert(item_id, item.clone());
    if known.is_some() { Either::First(Json(item)) } else { Either::Second(Status(Json(item))) }
}

pub fn app() -> App {
    let fighters = json!({ "name": "Fighters", "size": 6 });
    let tenders = json!({ "name": "Tenders", "size": 3 });
    let items: Items = Arc::new(Mutex::new([("foo".into(), fighters), ("bar".into(), tenders)].into()));
    App::new("FastAPI", "0.1.0").state(items).routes(routes![upsert_item])
}
