use fastrs::prelude::*;

#[middleware]
async fn timing(#[body] names: Vec<String>, request: Request, next: Next) -> Response {
    let _ = names;
    next.run(request).await
}

fn main() {}
