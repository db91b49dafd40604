use fastrs::prelude::*;
use fastrs::security::{OAuth2PasswordBearer, OAuth2PasswordRequestForm, PasswordFlow};
use fastrs_auth::{Jwt, Passwords};

use crate::error::{LoginError, RegisterError, TokenRefused};
use crate::model::{Registration, Token, User};
use crate::store::{NewUser, Store, UserRow};

pub fn router() -> Router {
    Router::new("/auth").tags(["Auth"]).routes(routes![register, login, me])
}

/// Where tokens are given: what "Authorize" in the docs asks.
pub struct Login;

impl PasswordFlow for Login {
    const TOKEN_URL: &'static str = "/auth/token";
}

/// The user whose token came with the request.
pub struct CurrentUser(UserRow);

impl CurrentUser {
    pub fn id(&self) -> i64 {
        self.0.id
    }
}

#[dependency]
async fn current_user(
    token: OAuth2PasswordBearer<Login>,
    jwt: State<Jwt>,
    store: State<Store>,
) -> Result<CurrentUser, TokenRefused> {
    let claims = jwt.verify::<()>(token.token()).map_err(|_| TokenRefused::Invalid)?;
    let id = claims.sub.parse().map_err(|_| TokenRefused::Invalid)?;
    let user = store.users().by_id(id).await?.filter(|user| user.is_active);
    user.map(CurrentUser).ok_or(TokenRefused::Invalid)
}

/// Register a user.
#[post("/register", status = 201)]
async fn register(
    registration: Registration,
    passwords: State<Passwords>,
    store: State<Store>,
) -> Result<User, RegisterError> {
    let Registration { username, email, password } = registration;
    let password_hash = passwords.hash(password.expose()).await?;
    let user = NewUser { username, email: email.into(), password_hash };
    Ok(store.users().insert(user).await?.into())
}

/// Log in: a username and a password for a token.
#[post("/token")]
async fn login(
    #[form] form: OAuth2PasswordRequestForm,
    passwords: State<Passwords>,
    store: State<Store>,
    jwt: State<Jwt>,
) -> Result<Token, LoginError> {
    let user = store.users().by_username(&form.username).await?;
    // An unknown user costs the same work and gets the same answer as a wrong password.
    let hash = user.as_ref().map(|user| user.password_hash.as_str());
    let verdict = passwords.verify(form.password.expose(), hash).await?;
    let user =
        user.filter(|user| verdict.is_right() && user.is_active).ok_or(LoginError::WrongCredentials)?;
    let access_token = jwt.issue(&user.id.to_string(), ())?;
    Ok(Token { access_token, token_type: "bearer", expires_in: jwt.lifetime().as_secs() })
}

/// Tell who is logged in.
#[get("/me")]
async fn me(user: Depends<CurrentUser>) -> User {
    user.0.clone().into()
}
