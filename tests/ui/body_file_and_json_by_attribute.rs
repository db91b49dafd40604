use fastrs::prelude::*;

#[post("/")]
async fn upload(#[file] file: UploadFile, #[body] count: u32) -> String {
    let _ = (file, count);
    unimplemented!()
}

fn main() {}
