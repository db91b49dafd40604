use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/portal")]
async fn get_portal(#[query(default)] teleport: bool) -> Either<Redirect, Json<Value>> {
    if teleport {
        return Either::First(Redirect::to("https://www.youtube.com/watch?v=dQw4w9WgXcQ"));
    }
    Either::Second(Json(json!({ "message": "Here's your interdimensional portal." })))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![get_portal])
}
