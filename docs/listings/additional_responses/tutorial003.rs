use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[model]
struct Item {
    id: String,
    value: String,
}

#[model(output)]
struct Message {
    message: String,
}

/// What no type says is written into the operation as it stands in the document.
fn with_example(operation: &mut Value) {
    let content = &mut operation["responses"]["200"]["content"]["application/json"];
    content["example"] = json!({ "id": "bar", "value": "The bar tenders" });
}

#[get(
    "/items/{item_id}",
    responses((200, "Item requested by ID"), (404, "The item was not found")),
    openapi = with_example
)]
async fn read_item(item_id: String) -> Result<Item, Status<404, Message>> {
    if item_id != "foo" {
        return Err(Status(Message { message: "Item not found".into() }));
    }
    Ok(Item { id: item_id, value: "there goes my hero".into() })
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_item])
}
