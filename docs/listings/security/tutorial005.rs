use std::time::Duration;

use fastrs::prelude::*;
use fastrs::security::{
    OAuth2PasswordBearer, OAuth2PasswordRequestForm, PasswordFlow, Scope, Security, SecurityScopes,
    Unauthorized,
};
use fastrs::serde_json::{Value, json};
use fastrs_auth::{Jwt, PasswordError, Passwords, TokenError, random_secret};

/// What a token may be used for.
enum Me {}

impl Scope for Me {
    const NAME: &'static str = "me";
}

enum Items {}

impl Scope for Items {
    const NAME: &'static str = "items";
}

enum Login {}

impl PasswordFlow for Login {
    const TOKEN_URL: &'static str = "token";
    const SCOPES: &'static [(&'static str, &'static str)] =
        &[(Me::NAME, "Read information about the current user."), (Items::NAME, "Read items.")];
}

#[model(output)]
#[derive(Clone)]
struct User {
    username: String,
    email: Option<String>,
    full_name: Option<String>,
    disabled: Option<bool>,
}

/// A row of the table of users.
struct Stored {
    user: User,
    hashed_password: &'static str,
}

struct Users(Vec<Stored>);

impl Users {
    fn new() -> Self {
        let row = |username: &str, full_name: &str, disabled, hashed_password| Stored {
            user: User {
                username: username.to_owned(),
                email: Some(format!("{username}@example.com")),
                full_name: Some(full_name.to_owned()),
                disabled: Some(disabled),
            },
            hashed_password,
        };
        // What `Passwords::hash` has made of "secret" and "secretalice".
        Self(vec![
            row(
                "johndoe",
                "John Doe",
                false,
                "$argon2id$v=19$m=19456,t=2,p=1$Rupfu6DSv/h1pnd5x7Cdpw$+cQ4MT81dFPgCldCe+keEZ3UHFa31o/mm9j5yMEm3L0",
            ),
            row(
                "alice",
                "Alice Chains",
                true,
                "$argon2id$v=19$m=19456,t=2,p=1$QjvPjbjP4D5u080GZIBABQ$ZImFYzaQxTLgXyCi0D6o89XRcHunLSrsReCNvviOizM",
            ),
        ])
    }

    fn find(&self, name: &str) -> Option<&Stored> {
        self.0.iter().find(|stored| stored.user.username == name)
    }
}

/// What a token says beside whom it speaks for.
#[derive(serde::Serialize, serde::Deserialize)]
struct Granted {
    scope: String,
}

#[derive(Debug, thiserror::Error, ApiError)]
enum LoginError {
    #[error("Incorrect username or password")]
    #[status(400)]
    Wrong,
    #[error("too many log-ins at once")]
    #[status(503)]
    #[header("retry-after", "1")]
    Busy,
    #[error(transparent)]
    #[status(500)]
    Password(PasswordError),
    #[error(transparent)]
    #[status(500)]
    Token(#[from] TokenError),
}

impl From<PasswordError> for LoginError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::Busy,
            PasswordError::TooLong => Self::Wrong, // none that long was ever stored
            other => Self::Password(other),
        }
    }
}

#[model(output)]
struct Token {
    access_token: String,
    token_type: &'static str,
}

#[post("/token")]
async fn login_for_access_token(
    #[form] form: OAuth2PasswordRequestForm,
    users: State<Users>,
    passwords: State<Passwords>,
    jwt: State<Jwt>,
) -> Result<Token, LoginError> {
    // An unknown user costs the same time as a wrong password.
    let stored = users.find(&form.username).map(|stored| stored.hashed_password);
    if !passwords.verify(form.password.expose(), stored).await?.is_right() {
        return Err(LoginError::Wrong);
    }
    // A real application grants no scope that the user may not have.
    let granted = Granted { scope: form.scope.clone() };
    Ok(Token { access_token: jwt.issue(&form.username, granted)?, token_type: "bearer" })
}

struct CurrentUser(User);

#[dependency]
async fn current_user(
    token: OAuth2PasswordBearer<Login>,
    needed: SecurityScopes,
    jwt: State<Jwt>,
    users: State<Users>,
) -> Result<CurrentUser, Unauthorized> {
    let refused = || needed.unauthorized("Could not validate credentials");
    let claims = jwt.verify::<Granted>(token.token()).map_err(|_| refused())?;
    let stored = users.find(&claims.sub).ok_or_else(refused)?;
    if !needed.are_granted_by(&claims.extra.scope) {
        return Err(needed.unauthorized("Not enough permissions"));
    }
    Ok(CurrentUser(stored.user.clone()))
}

#[derive(Debug, thiserror::Error, ApiError)]
#[error("Inactive user")]
#[status(400)]
struct Inactive;

struct ActiveUser(User);

#[dependency]
async fn active_user(user: Security<CurrentUser, Me>) -> Result<ActiveUser, Inactive> {
    if user.0.disabled == Some(true) { Err(Inactive) } else { Ok(ActiveUser(user.0.clone())) }
}

#[get("/users/me/")]
async fn read_users_me(user: Depends<ActiveUser>) -> User {
    user.0.clone()
}

#[get("/users/me/items/")]
async fn read_own_items(user: Security<ActiveUser, Items>) -> Json<Value> {
    Json(json!([{ "item_id": "Foo", "owner": user.0.username }]))
}

#[get("/status/", depends = [CurrentUser])]
async fn read_system_status() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

pub fn app() -> App {
    // In production the secret comes from the settings, the same in every instance.
    let secret = random_secret().expect("the operating system gives random bytes");
    let jwt = Jwt::hs256(secret).expect("a secret of 32 bytes").with_lifetime(Duration::from_secs(30 * 60));
    App::new("FastAPI", "0.1.0").state(Users::new()).state(Passwords::new()).state(jwt).routes(routes![
        login_for_access_token,
        read_users_me,
        read_own_items,
        read_system_status
    ])
}
