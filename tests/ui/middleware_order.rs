use fastrs::prelude::*;

#[middleware]
async fn timing(#[header] host: String, next: Next, request: Request) -> Response {
    let _ = host;
    next.run(request).await
}

fn main() {}
