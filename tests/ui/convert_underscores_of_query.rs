use fastrs::prelude::*;

#[get("/")]
async fn read(#[query(convert_underscores = false)] x_token: String) -> String {
    x_token
}

fn main() {}
