use fastrs::prelude::*;

#[middleware]
async fn timing(request: Request, next: Next) -> Response {
    next.run(request).await
}

#[get("/items", layers = timing)]
async fn read_items() {}

fn main() {}
