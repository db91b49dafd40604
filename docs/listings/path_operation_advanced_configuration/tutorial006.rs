use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

/// A format of our own, of which the framework knows nothing.
fn magic_data_reader(raw_body: &[u8]) -> Value {
    json!({
        "size": raw_body.len(),
        "content": { "name": "Maaaagic", "price": 42, "description": "Just kiddin', no magic here. ✨" },
    })
}

/// Says in the document what the handler reads by itself.
fn describe_body(operation: &mut Value) {
    let schema = json!({
        "required": ["name", "price"],
        "type": "object",
        "properties": {
            "name": { "type": "string" },
            "price": { "type": "number" },
            "description": { "type": "string" },
        },
    });
    operation["requestBody"] =
        json!({ "content": { "application/json": { "schema": schema } }, "required": true });
}

#[post("/items/", openapi = describe_body)]
async fn create_item(raw_body: Bytes) -> Json<Value> {
    Json(magic_data_reader(&raw_body))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_item])
}
