use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[header] names: std::collections::HashMap<String, String>) -> String {
    let _ = names;
    unimplemented!()
}

fn main() {}
