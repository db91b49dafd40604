use fastrs::middleware::{CompressionLayer, predicate::SizeAbove};
use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/")]
async fn main() -> Json<Value> {
    Json(json!("somebigcontent"))
}

pub fn app() -> App {
    let gzip = CompressionLayer::new().compress_when(SizeAbove::new(1000));
    App::new("FastAPI", "0.1.0").layer(gzip).routes(routes![main])
}
