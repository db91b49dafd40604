use fastrs::describe::Operation;
use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
    price: f64,
}

#[model]
struct ResponseMessage {
    message: String,
}

#[model]
struct User {
    username: String,
    email: String,
}

#[post("/items/", tags = ["items"])]
async fn create_item(item: Item) -> ResponseMessage {
    let _ = item;
    ResponseMessage { message: "Item received".into() }
}

#[get("/items/", tags = ["items"])]
async fn get_items() -> Vec<Item> {
    vec![Item { name: "Plumbus".into(), price: 3.0 }, Item { name: "Portal Gun".into(), price: 9001.0 }]
}

#[post("/users/", tags = ["users"])]
async fn create_user(user: User) -> ResponseMessage {
    let _ = user;
    ResponseMessage { message: "User received".into() }
}

/// `items-get_items`: the tag and the name, which a generated client takes for a module and a function.
fn short_id(operation: Operation<'_>) -> String {
    format!("{}-{}", operation.tags.join("-"), operation.name)
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").operation_ids(short_id).routes(routes![get_items, create_item, create_user])
}
