use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

const DESCRIPTION: &str = "
ChimichangApp API helps you do awesome stuff. 🚀

## Items

You can **read items**.

## Users

You will be able to:

* **Create users** (_not implemented_).
* **Read users** (_not implemented_).
";

#[get("/items/")]
async fn read_items() -> Json<Value> {
    Json(json!([{ "name": "Katana" }]))
}

pub fn app() -> App {
    App::new("ChimichangApp", "0.0.1")
        .summary("Deadpool's favorite app. Nuff said.")
        .description(DESCRIPTION)
        .terms_of_service("http://example.com/terms/")
        .contact("Deadpoolio the Amazing", "http://x-force.example.com/contact/", "dp@x-force.example.com")
        .license_url("Apache 2.0", "https://www.apache.org/licenses/LICENSE-2.0.html")
        .routes(routes![read_items])
}
