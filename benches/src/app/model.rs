//! What goes in and out.

use fastrs::prelude::*;

#[model(output)]
pub(super) struct Greeting {
    pub(super) message: String,
    pub(super) number: u32,
}

#[model(output)]
pub(super) struct Found {
    pub(super) item_id: u64,
    pub(super) q: Option<String>,
    pub(super) limit: u32,
    pub(super) token: String,
}

#[model]
pub(super) struct Item {
    #[field(min_length = 1, max_length = 100)]
    name: String,
    description: Option<String>,
    #[field(gt = 0)]
    price: f64,
    #[field(ge = 0)]
    tax: Option<f64>,
    #[field(max_items = 20)]
    tags: Vec<Tag>,
    dimensions: Dimensions,
    email: Email,
}

#[model]
struct Tag(#[field(min_length = 1, max_length = 30)] String);

#[model]
struct Dimensions {
    #[field(gt = 0)]
    w: f64,
    #[field(gt = 0)]
    h: f64,
    #[field(gt = 0)]
    d: f64,
}
