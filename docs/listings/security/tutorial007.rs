use fastrs::prelude::*;
use fastrs::security::{HttpBasic, Unauthorized, constant_time_eq};
use fastrs::serde_json::{Value, json};

struct Username(String);

#[dependency]
async fn current_username(credentials: HttpBasic) -> Result<Username, Unauthorized> {
    // `&` rather than `&&`: the password is compared even where the name is wrong.
    let is_right = constant_time_eq(credentials.username.as_bytes(), b"stanleyjobson")
        & credentials.password.matches("swordfish");
    if is_right {
        Ok(Username(credentials.username))
    } else {
        Err(Unauthorized::new("Incorrect username or password", "Basic"))
    }
}

#[get("/users/me")]
async fn read_current_user(username: Depends<Username>) -> Json<Value> {
    Json(json!({ "username": username.0 }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_current_user])
}
