use std::io::Error;
use std::sync::Arc;

use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

/// A model that takes its time to load.
struct Answers {
    factor: f64,
}

/// Before the first request.
async fn load() -> Result<Answers, Error> {
    Ok(Answers { factor: 42.0 })
}

/// After the last.
async fn unload(_: Arc<Answers>) -> Result<(), Error> {
    Ok(())
}

#[get("/predict")]
async fn predict(x: f64, answers: State<Answers>) -> Json<Value> {
    Json(json!({ "result": answers.factor * x }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").lifespan(load, unload).routes(routes![predict])
}
