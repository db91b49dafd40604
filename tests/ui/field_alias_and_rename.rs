use fastrs::prelude::*;

#[model]
struct Item {
    #[field(alias = "itemName")]
    #[serde(rename = "item-name")]
    name: String,
}

fn main() {}
