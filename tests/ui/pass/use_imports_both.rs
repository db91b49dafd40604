//! `use module::handler` brings the function and its type.
use fastrs::prelude::*;
use items::{create as make, read};

mod items {
    use fastrs::prelude::*;

    #[get("/items/{id}")]
    pub async fn read(id: u64) -> String {
        id.to_string()
    }

    #[post("/items")]
    pub(crate) async fn create(name: Option<String>) -> String {
        name.unwrap_or_default()
    }
}

#[fastrs::main]
async fn main() {
    assert_eq!(read(1).await, "1");
    assert_eq!(read::url(1), "/items/1");
    assert_eq!(make(None).await, "");
    let _ = make::request().name("a");
    App::new("Items", "1.0.0").routes(routes![read, make]).routes(routes![]).build().unwrap();
}
