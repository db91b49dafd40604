use std::env;

use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/")]
async fn root() -> Json<Value> {
    Json(json!({ "message": "Hello World" }))
}

/// The docs as the environment wants them: `OPENAPI_URL=` (empty) leaves them all away.
fn docs(openapi_url: Option<&str>) -> Docs {
    match openapi_url {
        None => Docs::default(),
        Some("") => Docs::none(),
        Some(url) => Docs::default().openapi(url),
    }
}

pub fn app() -> App {
    app_with(env::var("OPENAPI_URL").ok().as_deref())
}

pub fn app_with(openapi_url: Option<&str>) -> App {
    App::new("FastAPI", "0.1.0").docs(docs(openapi_url)).routes(routes![root])
}
