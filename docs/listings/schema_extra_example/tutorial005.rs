use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[model]
struct Item {
    name: String,
    description: Option<String>,
    price: f64,
    tax: Option<f64>,
}

#[put("/items/{item_id}")]
async fn update_item(
    item_id: i64,
    #[body(
        example(
            "normal",
            summary = "A normal example",
            description = "A **normal** item works correctly.",
            value = json!({ "name": "Foo", "description": "A very nice Item", "price": 35.4, "tax": 3.2 })
        ),
        example(
            "whole",
            summary = "An example with a whole price",
            description = "A whole number is a price, too, and what is optional may be left out.",
            value = json!({ "name": "Bar", "price": 35 })
        ),
        example(
            "invalid",
            summary = "Invalid data is rejected with an error",
            value = json!({ "name": "Baz", "price": "thirty five point four" })
        )
    )]
    item: Item,
) -> Json<Value> {
    Json(json!({ "item_id": item_id, "item": item }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![update_item])
}
