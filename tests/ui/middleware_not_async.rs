use fastrs::prelude::*;

#[middleware]
fn timing(request: Request, next: Next) -> Response {
    let _ = (request, next);
    Response::default()
}

fn main() {}
