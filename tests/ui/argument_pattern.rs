use fastrs::prelude::*;

#[get("/")]
async fn read_item(State(db): State<u64>) -> String {
    let _ = db;
    unimplemented!()
}

fn main() {}
