use fastrs::prelude::*;

#[get("/")]
async fn read(#[header(convert_underscores = "no")] x_token: String) -> String {
    x_token
}

fn main() {}
