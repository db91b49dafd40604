use fastrs::prelude::*;

#[get("/")]
async fn read_item(#[query] #[header] token: String) -> String {
    let _ = token;
    unimplemented!()
}

fn main() {}
