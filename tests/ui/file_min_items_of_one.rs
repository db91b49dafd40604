use fastrs::prelude::*;

#[post("/")]
async fn upload(#[file(min_items = 1)] file: UploadFile) -> String {
    let _ = file;
    unimplemented!()
}

fn main() {}
