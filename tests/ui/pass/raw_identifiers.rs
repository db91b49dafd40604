//! A keyword can be the name of an argument, a field or a handler.
use fastrs::prelude::*;

#[model]
struct Item {
    #[field(default = 1, ge = 1)]
    r#type: u32,
    r#match: Option<String>,
}

#[post("/items/{type}")]
async fn create(r#type: String, r#in: Option<String>, item: Item) -> Item {
    let _ = (r#type, r#in);
    item
}

#[get("/loop")]
async fn r#loop(#[query(default = 1)] r#where: u32) -> String {
    r#where.to_string()
}

fn main() {
    App::new("Items", "1.0.0").routes(routes![create, r#loop]).build().unwrap();
    assert_eq!(create::url("a"), "/items/a");
    let _ = r#loop::request().r#where(2);
}
