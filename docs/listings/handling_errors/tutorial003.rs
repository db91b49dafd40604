use fastrs::Failure;
use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[derive(Debug, thiserror::Error)]
#[error("{name} did something")]
struct UnicornError {
    name: String,
}

fn unicorn_error(error: &UnicornError, _: &Failure) -> Json<Value> {
    Json(json!({ "message": format!("Oops! {error}. There goes a rainbow...") }))
}

#[get("/unicorns/{name}")]
async fn read_unicorn(name: String) -> Result<Json<Value>, HttpError> {
    if name == "yolo" {
        Err(UnicornError { name: name.clone() })?;
    }
    Ok(Json(json!({ "unicorn_name": name })))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").on_error(418, unicorn_error).routes(routes![read_unicorn])
}
