use fastrs::prelude::*;

#[middleware]
async fn timing(request: Request, next: Next) {
    let _ = next.run(request).await;
}

fn main() {}
