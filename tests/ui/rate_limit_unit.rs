use fastrs::prelude::*;

#[get("/", rate_limit = "5 per min")]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
