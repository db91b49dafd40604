use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[model]
struct Image {
    url: HttpUrl,
    name: String,
}

#[post("/images/multiple/")]
async fn create_multiple_images(images: Vec<Image>) -> Json<Value> {
    Json(json!(images))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_multiple_images])
}
