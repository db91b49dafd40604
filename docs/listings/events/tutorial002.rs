use std::io::Error;

use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

async fn shutdown_event() -> Result<(), Error> {
    println!("Application shutdown");
    Ok(())
}

#[get("/items/")]
async fn read_items() -> Json<Value> {
    Json(json!([{ "name": "Foo" }]))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").on_shutdown(shutdown_event).routes(routes![read_items])
}
