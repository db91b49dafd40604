use std::sync::Mutex;

use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

/// Where notifications are written.
#[derive(Default)]
pub struct Log(pub Mutex<Vec<String>>);

async fn write_notification(log: State<Log>, email: String, message: &str) {
    log.0.lock().unwrap().push(format!("notification for {email}: {message}"));
}

#[post("/send-notification/{email}")]
async fn send_notification(email: String, log: State<Log>, background_tasks: BackgroundTasks) -> Json<Value> {
    background_tasks.add(write_notification(log, email, "some notification"));
    Json(json!({ "message": "Notification sent in the background" }))
}

/// The log, for whoever wants to read it.
#[get("/log", hidden)]
async fn read_log(log: State<Log>) -> Vec<String> {
    log.0.lock().unwrap().clone()
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").state(Log::default()).routes(routes![send_notification, read_log])
}
