use fastrs::prelude::*;

#[get("/", rate_limit = std::time::Duration::from_secs(5))]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
