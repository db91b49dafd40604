use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};
use fastrs::{ErrorFormat, Failure};

/// The errors as they are, and a line about each.
struct Told;

impl ErrorFormat for Told {
    type Answer = Json<Value>;

    fn answer(&self, failure: &Failure) -> Json<Value> {
        match failure.errors() {
            Some(errors) => println!("OMG! The client sent invalid data!: {} faults", errors.len()),
            None => println!("OMG! An HTTP error!: {}", failure.status()),
        }
        Json(json!({ "detail": failure.detail() }))
    }
}

#[get("/items/{item_id}")]
async fn read_item(item_id: i64) -> Result<Json<Value>, HttpError> {
    if item_id == 3 {
        return Err(HttpError::new(418, "Nope! I don't like 3."));
    }
    Ok(Json(json!({ "item_id": item_id })))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").errors(Told).routes(routes![read_item])
}
