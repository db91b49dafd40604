use fastrs::prelude::*;

#[post("/")]
async fn upload(#[file(max_size = "10")] file: UploadFile, #[form(max_size = "10 MB")] text: String) -> String {
    let _ = (file, text);
    unimplemented!()
}

fn main() {}
