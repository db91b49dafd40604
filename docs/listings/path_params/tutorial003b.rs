use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[get("/users")]
async fn read_users() -> Value {
    json!(["Bean", "Elfo"])
}

#[get("/users")]
async fn read_users2() -> Value {
    json!(["Rick", "Morty"])
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_users2])
}

/// Which of the two would answer? This app does not start, so nobody has to guess.
pub fn twice() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_users, read_users2])
}
