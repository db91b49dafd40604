use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/headers-and-object/")]
async fn get_headers() -> Reply<Json<Value>> {
    Reply::new(Json(json!({ "message": "Hello World" }))).header("x-cat-dog", "alone in the world")
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![get_headers])
}
