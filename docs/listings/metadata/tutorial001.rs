use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

const DESCRIPTION: &str = "
What a shop for **blades** has in stock. 🗡

## Items
They can be *read*. To add some is planned.
";

#[get("/items/")]
async fn read_items() -> Json<Value> {
    Json(json!([{ "name": "Katana" }]))
}

pub fn app() -> App {
    App::new("ChimichangApp", "0.0.1")
        .summary("A shop for blades")
        .description(DESCRIPTION)
        .terms_of_service("http://example.com/terms/")
        .contact("Deadpoolio the Amazing", "http://x-force.example.com/contact/", "dp@x-force.example.com")
        .license_url("Apache 2.0", "https://www.apache.org/licenses/LICENSE-2.0.html")
        .routes(routes![read_items])
}
