use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
    description: Option<String>,
}

#[post("/items/")]
async fn create_item(item: Item) -> Item {
    item
}

#[get("/items/")]
async fn read_items() -> Vec<Item> {
    let description = Some("Device to travel through the multi-rick-verse".to_owned());
    vec![Item { name: "Portal Gun".into(), description }, Item { name: "Plumbus".into(), description: None }]
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").separate_input_output_schemas(false).routes(routes![create_item, read_items])
}
