use fastrs::prelude::*;

#[post("something-happened")]
async fn something_happened() -> impl IntoResponse;

fn main() {}
