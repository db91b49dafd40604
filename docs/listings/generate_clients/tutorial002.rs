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

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![get_items, create_item, create_user])
}
