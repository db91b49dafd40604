use fastrs::prelude::*;
use fastrs::security::ApiKey;

struct Partner;

#[get("/prices")]
async fn prices(key: ApiKey<Partner>) -> String {
    key.key().to_owned()
}

fn main() {}
