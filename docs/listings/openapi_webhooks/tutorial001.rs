use chrono::{DateTime, Utc};
use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[model]
struct Subscription {
    username: String,
    monthly_fee: f64,
    start_date: DateTime<Utc>,
}

/// Somebody has subscribed. Name the address for the event `new-subscription` in your settings, and this is sent there.
#[post("new-subscription")]
async fn new_subscription(body: Subscription) -> Json<Value>;

#[get("/users/")]
async fn read_users() -> Json<Value> {
    Json(json!(["Rick", "Morty"]))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_users]).webhooks(routes![new_subscription])
}
