use fastrs::prelude::*;

#[get("/", cache("60 s", tag = ["items"]))]
async fn read_items() -> String {
    unimplemented!()
}

#[get("/first", cache(stale = "60 s"))]
async fn read_first() -> String {
    unimplemented!()
}

fn main() {}
