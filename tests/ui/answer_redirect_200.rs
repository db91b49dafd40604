use fastrs::prelude::*;

#[get("/")]
async fn read_item() -> Redirect<200> {
    Redirect::to("/items")
}

fn main() {}
