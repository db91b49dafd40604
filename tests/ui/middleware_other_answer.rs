use fastrs::prelude::*;

#[middleware]
async fn timing(#[header] host: String, request: Request, next: Next) -> String {
    let _ = next.run(request).await;
    host
}

fn main() {}
