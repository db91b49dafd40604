use fastrs::prelude::*;
use fastrs::serde_json::{self, json};

struct IndentedJson;

impl MediaType for IndentedJson {
    const MEDIA_TYPE: &'static str = "application/json";
}

#[get("/")]
async fn main() -> Result<Content<IndentedJson>, HttpError> {
    let message = json!({ "message": "Hello World" });
    Ok(Content::new(serde_json::to_vec_pretty(&message)?))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![main])
}
