use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
}

#[middleware]
async fn timing(item: Item, request: Request, next: Next) -> Response {
    let _ = item;
    next.run(request).await
}

fn main() {}
