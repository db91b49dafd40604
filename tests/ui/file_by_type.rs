use fastrs::prelude::*;

#[post("/")]
async fn upload(file: UploadFile) -> String {
    let _ = file;
    unimplemented!()
}

fn main() {}
