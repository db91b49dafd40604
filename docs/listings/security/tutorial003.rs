use fastrs::prelude::*;
use fastrs::security::{OAuth2PasswordBearer, OAuth2PasswordRequestForm, PasswordFlow, Unauthorized};
use fastrs::serde_json::{Value, json};

#[derive(Clone, serde::Serialize)]
struct User {
    username: &'static str,
    email: &'static str,
    full_name: &'static str,
    disabled: bool,
    hashed_password: &'static str,
}

const USERS: [User; 2] = [
    User {
        username: "johndoe",
        email: "johndoe@example.com",
        full_name: "John Doe",
        disabled: false,
        hashed_password: "fakehashedsecret",
    },
    User {
        username: "alice",
        email: "alice@example.com",
        full_name: "Alice Wonderson",
        disabled: true,
        hashed_password: "fakehashedsecret2",
    },
];

fn find_user(name: &str) -> Option<User> {
    USERS.into_iter().find(|user| user.username == name)
}

/// Hides nothing: a stand-in until passwords are hashed.
fn fake_hash(password: &str) -> String {
    format!("fakehashed{password}")
}

enum Login {}

impl PasswordFlow for Login {
    const TOKEN_URL: &'static str = "token";
}

#[derive(Debug, thiserror::Error, ApiError)]
enum UserError {
    #[error("Incorrect username or password")]
    #[status(400)]
    Wrong,
    #[error("Inactive user")]
    #[status(400)]
    Inactive,
}

struct CurrentUser(User);

#[dependency]
async fn current_user(token: OAuth2PasswordBearer<Login>) -> Result<CurrentUser, Unauthorized> {
    // The token is the name, which anybody can guess: a stand-in too.
    find_user(token.token()).map(CurrentUser).ok_or_else(|| Unauthorized::new("Not authenticated", "Bearer"))
}

struct ActiveUser(User);

#[dependency]
async fn active_user(user: Depends<CurrentUser>) -> Result<ActiveUser, UserError> {
    if user.0.disabled { Err(UserError::Inactive) } else { Ok(ActiveUser(user.0.clone())) }
}

#[post("/token")]
async fn login(#[form] form: OAuth2PasswordRequestForm) -> Result<Json<Value>, UserError> {
    let user = find_user(&form.username).ok_or(UserError::Wrong)?;
    if user.hashed_password != fake_hash(form.password.expose()) {
        return Err(UserError::Wrong);
    }
    Ok(Json(json!({ "access_token": user.username, "token_type": "bearer" })))
}

#[get("/users/me")]
async fn read_users_me(user: Depends<ActiveUser>) -> Json<Value> {
    Json(json!(user.0))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![login, read_users_me])
}
