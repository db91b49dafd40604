use fastrs::prelude::*;

#[get("/")]
async fn upload(#[file] file: UploadFile) -> String {
    let _ = file;
    unimplemented!()
}

fn main() {}
