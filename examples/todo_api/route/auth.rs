use fastrs::limit::RateLimit;
use fastrs::prelude::*;
use fastrs::security::OAuth2PasswordRequestForm;
use fastrs_auth::{LoginGuard, PasswordError, Passwords, SessionError, Sessions, TokenPair, Verdict};

use super::caller::{CurrentUser, LoginToken};
use crate::error::{LoginError, RefreshError, RegisterError};
use crate::model::{RefreshRequest, Registration, User};
use crate::store::{NewUser, Store, UserRow};

/// The routes that need no log-in share a limit.
pub fn router(limit: RateLimit) -> Router {
    let open = Router::new("").public().rate_limit(limit).routes(routes![register, login, refresh]);
    Router::new("/auth").tags(["Auth"]).include(open).routes(routes![logout, me])
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

/// Log in: a username and a password for a pair of tokens.
#[post("/token")]
async fn login(
    #[form] form: OAuth2PasswordRequestForm,
    client: Option<ClientAddr>,
    guard: State<LoginGuard>,
    passwords: State<Passwords>,
    store: State<Store>,
    sessions: State<Sessions>,
) -> Result<TokenPair, LoginError> {
    let attempt = guard.admit(&form.username, client.map(|client| client.0.ip()))?;
    let user = store.users().by_username(&form.username).await?;
    // An unknown user costs the same work and gets the same answer as a wrong password.
    let hash = user.as_ref().map(|user| user.password_hash.as_str());
    let verdict = match passwords.verify(form.password.expose(), hash).await {
        // Not the client's failure, unless it sends what was never registered.
        Err(error @ PasswordError::Busy) => {
            attempt.withdraw();
            return Err(error.into());
        }
        verdict => verdict?,
    };
    let user =
        user.filter(|user| verdict.is_right() && user.is_active).ok_or(LoginError::WrongCredentials)?;
    attempt.succeeded();
    if verdict == Verdict::RightButOutdated {
        // The next log-in does as well, should there be no room now.
        let rehashed = rehash(&user, form.password.expose(), &passwords, &store).await;
        rehashed.unwrap_or_else(|error| tracing::warn!(%error, "an outdated password hash is kept"));
    }
    Ok(sessions.begin(user.id.to_string()).await?.tokens(())?)
}

async fn rehash(
    user: &UserRow,
    password: &str,
    passwords: &Passwords,
    store: &Store,
) -> Result<(), LoginError> {
    let hash = passwords.hash(password).await?;
    Ok(store.users().rehash(user, hash).await?)
}

/// Continue a log-in: a refresh token, which is good once, for the next pair.
#[post("/refresh")]
async fn refresh(
    request: RefreshRequest,
    store: State<Store>,
    sessions: State<Sessions>,
) -> Result<TokenPair, RefreshError> {
    let session = sessions.refresh(request.refresh_token.expose()).await?;
    let id = session.subject().parse().unwrap_or_default();
    if store.users().by_id(id).await?.is_none_or(|user| !user.is_active) {
        session.end().await?;
        return Err(RefreshError::Gone);
    }
    Ok(session.tokens(())?)
}

/// Log out: all tokens of this log-in are refused from now on.
#[post("/logout", status = 204)]
async fn logout(token: LoginToken, sessions: State<Sessions>) -> Result<NoContent, SessionError> {
    sessions.end(&token).await?;
    Ok(NoContent)
}

/// Tell who is logged in.
#[get("/me")]
async fn me(user: Depends<CurrentUser>) -> User {
    user.row().clone().into()
}
