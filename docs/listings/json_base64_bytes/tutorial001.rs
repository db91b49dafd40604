use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[model]
struct DataInput {
    description: String,
    data: Base64,
}

#[model(output)]
struct DataOutput {
    description: String,
    data: Base64,
}

#[model]
struct DataInputOutput {
    description: String,
    data: Base64,
}

#[post("/data")]
async fn post_data(body: DataInput) -> Json<Value> {
    let content = String::from_utf8_lossy(&body.data.0);
    Json(json!({ "description": body.description, "content": content }))
}

#[get("/data")]
async fn get_data() -> DataOutput {
    DataOutput { description: "A plumbus".into(), data: Base64(b"hello".into()) }
}

#[post("/data-in-out")]
async fn post_data_in_out(body: DataInputOutput) -> DataInputOutput {
    body
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![post_data, get_data, post_data_in_out])
}
