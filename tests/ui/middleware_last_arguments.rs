use fastrs::prelude::*;

#[middleware]
async fn timing(request: Request, next: Next, #[header] host: String) -> Response {
    let _ = host;
    next.run(request).await
}

fn main() {}
