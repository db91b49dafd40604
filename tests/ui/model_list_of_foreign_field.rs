use fastrs::prelude::*;

#[derive(fastrs::serde::Serialize, fastrs::serde::Deserialize, fastrs::schemars::JsonSchema)]
#[serde(crate = "fastrs::serde")]
#[schemars(crate = "fastrs::schemars")]
struct Money {
    cents: u64,
}

#[model]
struct Item {
    prices: Vec<Money>,
}

fn main() {}
