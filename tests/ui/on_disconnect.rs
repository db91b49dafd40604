use fastrs::prelude::*;

#[post("/", on_disconnect = "continue")]
async fn create_item() -> String {
    unimplemented!()
}

fn main() {}
