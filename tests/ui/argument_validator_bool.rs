use fastrs::prelude::*;

fn even(value: &u32) -> bool {
    value % 2 == 0
}

#[get("/")]
async fn read_item(#[query(validate = even)] limit: u32) -> String {
    let _ = limit;
    unimplemented!()
}

fn main() {}
