use fastrs::prelude::*;

#[get("/")]
async fn read_item() -> Result<String, std::io::Error> {
    unimplemented!()
}

fn main() {}
