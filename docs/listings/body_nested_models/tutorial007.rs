use std::collections::BTreeSet;

use fastrs::prelude::*;

#[model]
struct Image {
    url: HttpUrl,
    name: String,
}

#[model]
struct Item {
    name: String,
    description: Option<String>,
    price: f64,
    tax: Option<f64>,
    #[field(default)]
    tags: BTreeSet<String>,
    images: Option<Vec<Image>>,
}

#[model]
struct Offer {
    name: String,
    description: Option<String>,
    price: f64,
    items: Vec<Item>,
}

#[post("/offers/")]
async fn create_offer(offer: Offer) -> Offer {
    offer
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_offer])
}
