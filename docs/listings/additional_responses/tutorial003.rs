use fastrs::prelude::*;

#[model]
struct Item {
    id: String,
    value: String,
}

#[model(output)]
struct Message {
    message: String,
}

#[get("/items/{item_id}", responses((200, "Item requested by ID"), (404, "The item was not found")))]
async fn read_item(item_id: String) -> Result<Item, Status<404, Message>> {
    if item_id != "foo" {
        return Err(Status(Message { message: "Item not found".into() }));
    }
    Ok(Item { id: item_id, value: "there goes my hero".into() })
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_item])
}
