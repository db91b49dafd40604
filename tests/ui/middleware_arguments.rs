use fastrs::prelude::*;

#[middleware]
async fn timing(request: Request) -> Response {
    let _ = request;
    Response::default()
}

fn main() {}
