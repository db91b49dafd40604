use fastrs::prelude::*;

#[get("/teleport")]
async fn get_teleport() -> Redirect {
    Redirect::to("https://www.youtube.com/watch?v=dQw4w9WgXcQ")
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![get_teleport])
}
