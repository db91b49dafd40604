use fastrs::prelude::*;

#[post("/")]
async fn upload(#[file(default)] files: Vec<UploadFile>) -> String {
    let _ = files;
    unimplemented!()
}

fn main() {}
