use fastrs::prelude::*;

#[middleware]
async fn timing<T>(#[header] host: String, request: Request, next: Next) -> Response {
    let _ = host;
    next.run(request).await
}

fn main() {}
