use fastrs::prelude::*;

#[post("/")]
async fn upload(#[body(raw)] data: Bytes, #[file] file: UploadFile) -> String {
    let _ = (file, data);
    unimplemented!()
}

fn main() {}
