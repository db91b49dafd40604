//! The application under attack: it has one of everything.

use std::future::Future as _;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use fastrs::prelude::*;
use fastrs::security::Unauthorized;
use fastrs::testing::{TestClient, TestRequest, TestResponse};
use fastrs_auth::{
    ApiKeys, Bearer, CookieSession, Cost, Jwt, Key, LoginGuard, MemoryApiKeys, MemoryRevocations, OwnPage,
    PasswordError, Passwords, RequireRole, Role, Roles, Session, SessionError, Sessions, TokenPair,
    TooManyAttempts, Verdict, VerifiedKey,
};
use serde::{Deserialize, Serialize};

/// The secret that the forger does not have.
pub const SECRET: &[u8; 32] = b"thirty-two bytes that nobody has";

/// What a user is told.
#[derive(Clone, Serialize, Deserialize)]
pub struct Rights {
    pub role: String,
}

/// A row of the table of users.
#[derive(Clone)]
pub struct Row {
    pub name: &'static str,
    pub hash: String,
    pub disabled: bool,
}

/// The table of users.
#[derive(Clone, Default)]
pub struct Users(pub Arc<Vec<Row>>);

#[model]
struct Refresh {
    refresh_token: String,
}

/// Why nobody is logged in.
type Refused = Either<TooManyAttempts, Either<PasswordError, Either<SessionError, Unauthorized>>>;

/// A log-in as an application writes it: the guard, then the password, then whether the user may come in at all.
async fn checked(
    form: &Credentials,
    from: IpAddr,
    (users, passwords, guard): (&Users, &Passwords, &LoginGuard),
) -> Result<String, Refused> {
    let attempt = guard.admit(&form.name, Some(from)).map_err(Either::First)?;
    let user = users.0.iter().find(|user| user.name == form.name);
    let stored = user.map(|user| user.hash.as_str());
    let verdict = passwords.verify(form.password.expose(), stored).await;
    let verdict = verdict.map_err(|error| Either::Second(Either::First(error)))?;
    let Some(user) = user.filter(|user| verdict != Verdict::Wrong && !user.disabled) else {
        let refusal = Unauthorized::new("Incorrect username or password", "Bearer");
        return Err(Either::Second(Either::Second(Either::Second(refusal))));
    };
    attempt.succeeded();
    Ok(user.name.to_owned())
}

fn session_error(error: SessionError) -> Refused {
    Either::Second(Either::Second(Either::First(error)))
}

#[model]
struct Credentials {
    name: String,
    password: Secret<String>,
}

pub fn rights(name: &str) -> Rights {
    Rights { role: if name == "root" { "admin".to_owned() } else { "user".to_owned() } }
}

#[post("/login")]
async fn login(
    #[form] form: Credentials,
    from: ClientAddr,
    users: State<Users>,
    passwords: State<Passwords>,
    guard: State<LoginGuard>,
    sessions: State<Sessions>,
) -> Result<TokenPair, Refused> {
    let name = checked(&form, from.0.ip(), (&users, &passwords, &guard)).await?;
    let rights = rights(&name);
    let session = sessions.begin(name).await.map_err(session_error)?;
    session.tokens(rights).map_err(session_error)
}

#[post("/refresh")]
async fn refresh(body: Refresh, sessions: State<Sessions>) -> Result<TokenPair, SessionError> {
    let session = sessions.refresh(&body.refresh_token).await?;
    let rights = rights(session.subject());
    session.tokens(rights)
}

#[post("/refresh-form")]
async fn refresh_form(
    #[form] refresh_token: String,
    sessions: State<Sessions>,
) -> Result<TokenPair, SessionError> {
    refresh(Refresh { refresh_token }, sessions).await
}

#[post("/logout", status = 204)]
async fn logout(token: Bearer, sessions: State<Sessions>) -> Result<NoContent, SessionError> {
    sessions.end(&token).await?;
    Ok(NoContent)
}

#[post("/logout-all", status = 204)]
async fn logout_all(token: Bearer, sessions: State<Sessions>) -> Result<NoContent, SessionError> {
    sessions.end_all(&token.sub).await?;
    Ok(NoContent)
}

#[get("/me")]
async fn me(token: Bearer) -> String {
    token.sub.clone()
}

#[get("/maybe")]
async fn maybe(token: Option<Bearer>) -> String {
    token.map_or_else(|| "nobody".to_owned(), |token| token.sub.clone())
}

#[post("/cookie/login", status = 204, depends = [OwnPage])]
async fn cookie_login(
    #[form] form: Credentials,
    from: ClientAddr,
    users: State<Users>,
    passwords: State<Passwords>,
    guard: State<LoginGuard>,
    sessions: State<Sessions>,
) -> Result<Reply<NoContent>, Refused> {
    let name = checked(&form, from.0.ip(), (&users, &passwords, &guard)).await?;
    let session = sessions.begin(name).await.map_err(session_error)?;
    let cookie = CookieSession::<()>::cookie(&session, ());
    Ok(Reply::new(NoContent).cookie(cookie.map_err(session_error)?))
}

#[get("/cookie/me")]
async fn cookie_me(session: CookieSession) -> String {
    session.sub.clone()
}

#[post("/cookie/change", status = 204)]
async fn cookie_change(_session: CookieSession) -> NoContent {
    NoContent
}

#[post("/cookie/logout", status = 204)]
async fn cookie_logout(
    session: CookieSession,
    sessions: State<Sessions>,
) -> Result<Reply<NoContent>, SessionError> {
    sessions.end(&session).await?;
    Ok(Reply::new(NoContent).cookie(CookieSession::<()>::removal()))
}

#[get("/key")]
async fn key(key: VerifiedKey) -> String {
    key.owner.clone()
}

/// Who calls, with the role that the token gives.
pub struct User {
    name: String,
    role: String,
}

#[dependency]
async fn user(token: Bearer<Rights>) -> User {
    User { name: token.sub.clone(), role: token.extra.role.clone() }
}

impl Roles for User {
    fn has_role(&self, role: &str) -> bool {
        self.role == role || self.role == "admin" && role == "moderator"
    }
}

macro_rules! roles {
    ($($role:ident $name:literal;)*) => {$(
        pub enum $role {}

        impl Role for $role {
            const NAME: &'static str = $name;
            type Subject = User;
        }
    )*};
}

roles! {
    Admin "admin";
    Moderator "moderator";
}

#[get("/admin")]
async fn admin(user: RequireRole<Admin>) -> String {
    user.name.clone()
}

#[get("/moderate")]
async fn moderate(user: RequireRole<Moderator>) -> String {
    user.name.clone()
}

#[get("/health")]
async fn health() -> &'static str {
    "well"
}

/// The issuer of the shop's tokens.
pub fn jwt() -> Jwt {
    named(Jwt::hs256(SECRET).unwrap())
}

/// The same names for another key.
pub fn of_pem(pem: &str) -> Jwt {
    named(Jwt::new(Key::from_pem(pem).unwrap()))
}

fn named(jwt: Jwt) -> Jwt {
    jwt.with_issuer("https://shop.example").with_audience("shop")
}

/// Sessions that leave nothing for long where they are kept.
pub fn sessions() -> Sessions {
    of_jwt(jwt())
}

/// The same under another key.
pub fn of_jwt(jwt: Jwt) -> Sessions {
    Sessions::new(jwt).with_refresh_lifetime(Duration::from_secs(120))
}

/// Argon2id at its cheapest.
pub fn passwords() -> Passwords {
    Passwords::new().with_cost(Cost::new(8, 1, 1).unwrap()).with_queue(1000)
}

/// What the shop is made of.
pub struct Parts {
    pub sessions: Sessions,
    pub users: Users,
    pub passwords: Passwords,
    pub guard: LoginGuard,
    pub keys: ApiKeys,
}

impl Parts {
    /// No users, no keys, and a guard that is in nobody's way.
    pub fn of(sessions: Sessions) -> Self {
        let guard = LoginGuard::new();
        let guard = guard
            .with_pair(1_000_000, Duration::from_secs(1))
            .with_account(1_000_000, Duration::from_secs(1))
            .with_address(1_000_000, Duration::from_secs(1));
        let keys = ApiKeys::new("shop", MemoryApiKeys::new());
        Self { sessions, users: Users::default(), passwords: passwords(), guard, keys }
    }

    /// Users with the password `secret`; one whose name begins with `-` is disabled.
    pub async fn with_users(mut self, names: &[&'static str]) -> Self {
        let mut rows = Vec::new();
        for name in names {
            let hash = self.passwords.hash("secret").await.unwrap();
            rows.push(Row { name: name.trim_start_matches('-'), hash, disabled: name.starts_with('-') });
        }
        self.users = Users(Arc::new(rows));
        self
    }

    pub fn app(self) -> App {
        let app = App::new("Shop", "1.0.0").state(self.sessions).state(self.users).state(self.passwords);
        app.state(self.guard).state(self.keys).routes(routes![
            login,
            refresh,
            refresh_form,
            logout,
            logout_all,
            me,
            maybe,
            cookie_login,
            cookie_me,
            cookie_change,
            cookie_logout,
            key,
            admin,
            moderate,
            health
        ])
    }

    pub fn client(self) -> Arc<TestClient> {
        Arc::new(TestClient::new(self.app()))
    }
}

/// A client of a shop with these sessions.
pub fn client(sessions: Sessions) -> Arc<TestClient> {
    Parts::of(sessions).client()
}

/// A new session, without a look at the store, which may be away.
pub fn begun(sessions: &Sessions, name: &str) -> Session {
    let alone = sessions.clone().with_store(MemoryRevocations::new());
    let mut begin = pin!(alone.begin(name));
    match begin.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(session) => session.unwrap(),
        Poll::Pending => unreachable!("memory answers at once"),
    }
}

/// A pair of tokens of a new session.
pub fn pair(sessions: &Sessions, name: &str) -> TokenPair {
    begun(sessions, name).tokens(rights(name)).unwrap()
}

/// The value of the cookie of a new session.
pub fn cookie(sessions: &Sessions, name: &str) -> String {
    let cookie = CookieSession::<()>::cookie(&begun(sessions, name), ()).unwrap();
    let set = Reply::new(NoContent).cookie(cookie).into_response(fastrs::http::StatusCode::NO_CONTENT);
    let set = set.headers()["set-cookie"].to_str().unwrap().to_owned();
    set.split(['=', ';']).nth(1).unwrap().to_owned()
}

/// The request that uses a refresh token up.
pub fn refresh_with<'c>(client: &'c TestClient, token: &str) -> TestRequest<'c> {
    client.post("/refresh").json(&fastrs::serde_json::json!({ "refresh_token": token }))
}

/// The one answer to every token that is not good: nothing in it tells why.
#[track_caller]
pub fn refused(case: &str, answer: &TestResponse) {
    assert_eq!(answer.status(), 401, "{case}: {}", answer.text());
    assert_eq!(answer.text(), r#"{"detail":"Could not validate credentials"}"#, "{case}");
    assert_eq!(answer.header("www-authenticate"), Some("Bearer error=\"invalid_token\""), "{case}");
}
