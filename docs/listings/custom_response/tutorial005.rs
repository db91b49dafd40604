use fastrs::prelude::*;

#[get("/")]
async fn main() -> &'static str {
    "Hello World"
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![main])
}
