use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
    description: String,
}

impl Item {
    fn new(name: &str, description: &str) -> Self {
        Self { name: name.into(), description: description.into() }
    }
}

#[get("/items/")]
async fn read_items() -> Vec<Item> {
    vec![Item::new("Foo", "There comes my hero"), Item::new("Red", "It's my aeroplane")]
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
