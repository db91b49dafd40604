use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

/// The tags of this API: a misspelt one does not compile.
#[model(rename_all = "lowercase")]
enum Tags {
    Items,
    Users,
}

#[get("/items/", tags = [Tags::Items])]
async fn get_items() -> Json<Value> {
    Json(json!(["Portal gun", "Plumbus"]))
}

#[get("/users/", tags = [Tags::Users])]
async fn read_users() -> Json<Value> {
    Json(json!(["Rick", "Morty"]))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![get_items, read_users])
}
