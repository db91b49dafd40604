use fastrs::prelude::*;

#[get("/", response_model = Item)]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
