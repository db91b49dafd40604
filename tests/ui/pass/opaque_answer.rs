//! An answer whose type has no name.
use fastrs::prelude::*;

#[get("/a/{id}")]
async fn plain(id: u64, limit: Option<u32>) -> impl IntoResponse {
    format!("{id} {limit:?}")
}

#[get("/b")]
async fn nested() -> Result<impl IntoResponse, HttpError> {
    Ok("text")
}

#[get("/c", blocking)]
fn slow(limit: Option<u32>) -> impl IntoResponse {
    format!("{limit:?}")
}

fn main() {
    App::new("Items", "1.0.0").routes(routes![plain, nested, slow]).build().unwrap();
}
