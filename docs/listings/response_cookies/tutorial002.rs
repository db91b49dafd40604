use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[post("/cookie-and-object/")]
async fn create_cookie() -> Reply<Json<Value>> {
    let message = json!({ "message": "Come to the dark side, we have cookies" });
    Reply::new(Json(message)).cookie(Cookie::new("fakesession", "fake-cookie-session-value"))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_cookie])
}
