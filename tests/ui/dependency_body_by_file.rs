use fastrs::prelude::*;

struct Checksum;

#[dependency]
async fn checksum(#[file] file: UploadFile) -> Checksum {
    let _ = file;
    Checksum
}

fn main() {}
