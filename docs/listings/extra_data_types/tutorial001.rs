use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};
use uuid::Uuid;

#[put("/items/{item_id}")]
async fn read_items(
    item_id: Uuid,
    #[body] start_datetime: DateTime<Utc>,
    #[body] end_datetime: DateTime<Utc>,
    #[body] process_after: Duration,
    #[body] repeat_at: Option<NaiveTime>,
) -> Json<Value> {
    let start_process = start_datetime + TimeDelta::from(process_after);
    let duration = end_datetime - start_process;
    Json(json!({
        "item_id": item_id,
        "start_datetime": start_datetime,
        "end_datetime": end_datetime,
        "process_after": process_after,
        "repeat_at": repeat_at,
        "start_process": start_process,
        "duration": Duration::from(duration),
    }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
