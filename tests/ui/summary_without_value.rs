use fastrs::prelude::*;

#[get("/", summary)]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
