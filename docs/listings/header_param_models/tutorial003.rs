use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[model]
struct CommonHeaders {
    host: String,
    save_data: bool,
    if_modified_since: Option<String>,
    traceparent: Option<String>,
    #[field(default)]
    x_tag: Vec<String>,
}

#[get("/items/")]
async fn read_items(#[header(convert_underscores = false)] headers: CommonHeaders) -> Value {
    json!(headers)
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
