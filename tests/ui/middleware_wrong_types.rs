use fastrs::prelude::*;

#[middleware]
async fn timing(request: String, next: Next) -> Response {
    let _ = (request, next);
    Response::default()
}

fn main() {
    let _ = App::new("Items", "1.0.0").middleware(timing);
}
