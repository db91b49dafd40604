use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/items/{item_id}")]
async fn read_item(item_id: String) -> Result<Json<Value>, HttpError> {
    let item = (item_id == "foo").then_some("The Foo Wrestlers").or_404("Item not found")?;
    Ok(Json(json!({ "item": item })))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_item])
}
