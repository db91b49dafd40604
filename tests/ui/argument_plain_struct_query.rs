use fastrs::prelude::*;

struct Filter {
    limit: u32,
}

#[get("/")]
async fn read_item(#[query] filter: Filter) -> String {
    let _ = filter;
    unimplemented!()
}

fn main() {}
