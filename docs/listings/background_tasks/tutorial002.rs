use std::sync::Mutex;

use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[derive(Default)]
pub struct Log(pub Mutex<Vec<String>>);

struct Query;

/// Dependencies and the handler share one list of tasks.
#[dependency]
async fn log_query(q: Option<String>, log: State<Log>, tasks: BackgroundTasks) -> Query {
    if let Some(q) = q {
        tasks.add(async move { log.0.lock().unwrap().push(format!("found query: {q}")) });
    }
    Query
}

#[post("/send-notification/{email}", depends = [Query])]
async fn send_notification(email: String, log: State<Log>, tasks: BackgroundTasks) -> Json<Value> {
    tasks.add(async move { log.0.lock().unwrap().push(format!("message to {email}")) });
    Json(json!({ "message": "Message sent" }))
}

/// The log, for whoever wants to read it.
#[get("/log", hidden)]
async fn read_log(log: State<Log>) -> Vec<String> {
    log.0.lock().unwrap().clone()
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").state(Log::default()).routes(routes![send_notification, read_log])
}
