//! Functions without a body describe requests that the app sends, and warn of nothing.

#![deny(warnings, clippy::all)]

use fastrs::prelude::*;

#[model]
pub struct Event {
    pub id: u64,
}

/// Sent when something has happened.
#[post("something-happened")]
pub async fn something_happened(event: Event, #[header] x_signature: Option<String>) -> NoContent;

#[get("{$request.query.callback}/ready")]
async fn is_ready();

#[post("/jobs", callbacks = [is_ready, self::something_happened])]
async fn create_job() -> NoContent {
    NoContent
}

fn main() {
    let app = App::new("Jobs", "1.0.0").routes(routes![create_job]).webhooks(routes![something_happened]);
    let document = app.build().unwrap().openapi().clone();
    assert!(document["webhooks"]["something-happened"]["post"].is_object());
    assert!(document["paths"]["/jobs"]["post"]["callbacks"]["is_ready"].is_object());
}
