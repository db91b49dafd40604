use fastrs::prelude::*;

#[middleware(order = 1)]
async fn timing(request: Request, next: Next) -> Response {
    next.run(request).await
}

fn main() {}
