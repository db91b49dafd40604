use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
}

#[post("/")]
async fn upload(#[file] file: UploadFile, item: Item) -> String {
    let _ = (file, item);
    unimplemented!()
}

fn main() {}
