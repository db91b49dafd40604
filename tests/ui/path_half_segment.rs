use fastrs::prelude::*;

#[get("/files/{name}.txt")]
async fn read_item(name: String) -> String {
    let _ = name;
    unimplemented!()
}

fn main() {}
