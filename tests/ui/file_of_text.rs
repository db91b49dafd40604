use fastrs::prelude::*;

#[post("/")]
async fn upload(#[file] file: String) -> String {
    file
}

fn main() {}
