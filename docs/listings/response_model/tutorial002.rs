use fastrs::prelude::*;

#[model]
struct UserIn {
    username: String,
    password: String,
    email: Email,
    full_name: Option<String>,
}

// Don't do this in production! The password goes back to whoever is there.
#[post("/user/")]
async fn create_user(user: UserIn) -> UserIn {
    user
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_user])
}
