//! Sessions of browsers, in a cookie.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::time::Duration;

use fastrs::__private::{Chain, Depth, Links};
use fastrs::describe::{EndpointDescription, SecurityScheme};
use fastrs::extract::{FromRequest, Rejection};
use fastrs::http::header::{ORIGIN, UPGRADE};
use fastrs::http::{HeaderName, Method, StatusCode, Uri};
use fastrs::response::{Cookie, SameSite, describe_error};
use fastrs::security::{ApiKey, ApiKeyPlace, KeyIn, Scheme};
use fastrs::{Dependency, HttpError, RequestContext};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::bearer::{describe_sessions, note_principal, refused, sessions};
use crate::error::SessionError;
use crate::session::Session;
use crate::token::Claims;

/// What the token says to be for: one cookie's is of no use in another.
fn kind<C: SessionCookie>() -> String {
    format!("cookie:{}", C::NAME)
}

const CROSS_SITE: &str = "The request does not come from a page of this site";

/// How a session's cookie is called and how long it lasts.
///
/// ```
/// use fastrs_auth::SessionCookie;
/// use std::time::Duration;
///
/// /// A cookie for development without TLS. Some browsers send secure cookies to `localhost`; those need nothing.
/// enum DevelopmentCookie {}
///
/// impl SessionCookie for DevelopmentCookie {
///     const NAME: &'static str = "session";
///     const SECURE: bool = false;
///     const LIFETIME: Duration = Duration::from_secs(60 * 60);
/// }
/// ```
pub trait SessionCookie: Send + Sync + 'static {
    /// Its name. The prefix `__Host-` makes browsers refuse it from other hosts and without TLS (RFC 6265bis, section
    /// 4.1.3.2).
    const NAME: &'static str = "__Host-session";
    /// The name of the scheme in the document; a second cookie of an app needs one of its own.
    const SCHEME: &'static str = "CookieSession";
    /// Whether it is sent over TLS only.
    const SECURE: bool = true;
    /// From which pages it is sent along. `Lax`: links from elsewhere find the user logged in, forms from elsewhere do
    /// not.
    const SAME_SITE: SameSite = SameSite::Lax;
    /// How long the session lasts after the log-in.
    const LIFETIME: Duration = Duration::from_secs(12 * 60 * 60);
    /// Other origins whose pages may send requests that change something, as in `https://app.example.com`.
    const TRUSTED_ORIGINS: &'static [&'static str] = &[];
}

/// The default: `__Host-session`, secure, `Lax`, 12 hours.
#[derive(Debug)]
pub enum HostCookie {}

impl SessionCookie for HostCookie {}

/// The verified claims of a session in a cookie, with your own claims `E` in `extra`.
///
/// The app needs [`Sessions`](crate::Sessions) as state. A request without the cookie, or with one that is not good or
/// whose session has ended, is answered with 401.
///
/// Browsers send cookies along whoever made the page that asks. A request that changes something (any but GET, HEAD and
/// OPTIONS), or opens a WebSocket, must therefore show that it comes from the app's own pages: by `Sec-Fetch-Site`, which
/// every current browser sends, or else by `Origin`. Without either it is a 403; a program that is no browser should
/// have a token or a key.
///
/// A log-in sets the cookie anew, with a session that nobody could know before, so a cookie that somebody planted in the
/// browser is worth nothing (session fixation). Of two cookies of its name none is believed. Let the log-in itself take
/// an [`OwnPage`], or pages of others can log a browser in.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs_auth::{CookieSession, OwnPage, SessionError, Sessions};
/// # use fastrs_auth::{Jwt, random_secret};
///
/// #[post("/login", status = 204, depends = [OwnPage])]
/// async fn login(#[form] name: String, sessions: State<Sessions>) -> Result<Reply<NoContent>, SessionError> {
///     // The password is checked here.
///     let session = sessions.begin(name).await?;
///     Ok(Reply::new(NoContent).cookie(CookieSession::<()>::cookie(&session, ())?))
/// }
///
/// #[post("/logout", status = 204)]
/// async fn logout(session: CookieSession, sessions: State<Sessions>) -> Result<Reply<NoContent>, SessionError> {
///     sessions.end(&session).await?;
///     Ok(Reply::new(NoContent).cookie(CookieSession::<()>::removal()))
/// }
///
/// #[get("/me")]
/// async fn me(session: CookieSession) -> String { session.sub.clone() }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let app = App::new("Shop", "1.0.0").state(Sessions::new(Jwt::hs256(random_secret()?)?)).routes(routes![login, logout, me]);
/// # let client = fastrs::testing::TestClient::new(app);
/// # let set = client.post("/login").header("sec-fetch-site", "same-origin").form([("name", "ann")]).await.assert_status(204);
/// # let cookie = set.header("set-cookie").unwrap().to_owned();
/// # assert!(cookie.starts_with("__Host-session=") && cookie.contains("Secure") && cookie.contains("HttpOnly"), "{cookie}");
/// # let value = cookie.split(['=', ';']).nth(1).unwrap();
/// # let name = "__Host-session";
/// # assert_eq!(client.get("/me").cookie(name, value).await.assert_ok().text(), "ann");
/// # client.post("/logout").cookie(name, value).await.assert_status(403);
/// # client.post("/logout").cookie(name, value).header("sec-fetch-site", "same-origin").await.assert_status(204);
/// # client.get("/me").cookie(name, value).await.assert_status(401);
/// # Ok(())
/// # }
/// ```
pub struct CookieSession<E = (), C = HostCookie> {
    claims: Claims<E>,
    cookie: PhantomData<fn() -> C>,
}

impl<E: Serialize, C: SessionCookie> CookieSession<E, C> {
    /// The cookie that a log-in sets, for [`Reply::cookie`](fastrs::Reply::cookie).
    ///
    /// # Errors
    ///
    /// [`SessionError::Issue`], as [`Jwt::issue`](crate::Jwt::issue).
    pub fn cookie(session: &Session, extra: E) -> Result<Cookie, SessionError> {
        let (token, lifetime) = session.token(&kind::<C>(), C::LIFETIME, extra)?;
        Ok(dressed::<C>(Cookie::new(C::NAME, token)).max_age(lifetime))
    }
}

impl<E, C: SessionCookie> CookieSession<E, C> {
    /// The cookie that a log-out sets: it takes the session's away.
    pub fn removal() -> Cookie {
        dressed::<C>(Cookie::removal(C::NAME))
    }

    /// The claims.
    pub fn claims(&self) -> &Claims<E> {
        &self.claims
    }
}

fn dressed<C: SessionCookie>(cookie: Cookie) -> Cookie {
    let cookie = cookie.path("/").http_only().same_site(C::SAME_SITE);
    if C::SECURE { cookie.secure() } else { cookie }
}

/// For calling a handler as the plain function it is.
impl<E, C> From<Claims<E>> for CookieSession<E, C> {
    fn from(claims: Claims<E>) -> Self {
        Self { claims, cookie: PhantomData }
    }
}

impl<E, C> Deref for CookieSession<E, C> {
    type Target = Claims<E>;

    fn deref(&self) -> &Claims<E> {
        &self.claims
    }
}

impl<E: fmt::Debug, C> fmt::Debug for CookieSession<E, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CookieSession").field(&self.claims).finish()
    }
}

/// The cookie as the key that it is to the document.
struct CookiePlace<C>(PhantomData<fn() -> C>);

impl<C: SessionCookie> ApiKeyPlace for CookiePlace<C> {
    const PLACE: KeyIn = KeyIn::Cookie(C::NAME);
    const NAME: &'static str = C::SCHEME;
}

impl<E: DeserializeOwned + Send, C: SessionCookie> Scheme for CookieSession<E, C> {
    const CAN_BE_MALFORMED: bool = true;

    fn schemes() -> Vec<SecurityScheme> {
        ApiKey::<CookiePlace<C>>::schemes()
    }

    async fn credentials(cx: &mut RequestContext) -> Result<Option<Self>, HttpError> {
        let Some(token) = ApiKey::<CookiePlace<C>>::credentials(cx).await? else { return Ok(None) };
        if !is_own_page::<C>(cx) {
            return Err(HttpError::new(403, CROSS_SITE));
        }
        let claims = sessions(cx)?.verify_kind(&kind::<C>(), token.key()).await.map_err(refused)?;
        note_principal(cx, &claims);
        Ok(Some(claims.into()))
    }

    fn describe_check(description: &mut EndpointDescription) {
        describe_error(StatusCode::FORBIDDEN, CROSS_SITE, &mut description.responses);
        describe_sessions(description);
    }

    fn refusal() -> HttpError {
        ApiKey::<CookiePlace<C>>::refusal()
    }
}

/// A request that may be acted upon: it changes nothing, or a page of the app's own has made it, as [`CookieSession`]
/// tells. Any other is a 403.
///
/// It is for operations that a browser may call without a session, above all for the one that begins it: a page of
/// somebody else must not log a browser in as that somebody, who would later read what its user leaves there. Take it as
/// an argument, or put it into `depends`.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs_auth::{CookieSession, OwnPage, SessionError, Sessions};
/// # use fastrs_auth::{Jwt, random_secret};
///
/// #[post("/login", status = 204, depends = [OwnPage])]
/// async fn login(#[form] name: String, sessions: State<Sessions>) -> Result<Reply<NoContent>, SessionError> {
///     // The password is checked here.
///     let session = sessions.begin(name).await?;
///     Ok(Reply::new(NoContent).cookie(CookieSession::<()>::cookie(&session, ())?))
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let app = App::new("Shop", "1.0.0").state(Sessions::new(Jwt::hs256(random_secret()?)?)).routes(routes![login]);
/// # let client = fastrs::testing::TestClient::new(app);
/// # let log_in = |site| client.post("/login").header("sec-fetch-site", site).form([("name", "ann")]);
/// # log_in("cross-site").await.assert_status(403);
/// # log_in("same-origin").await.assert_status(204);
/// # Ok(())
/// # }
/// ```
pub struct OwnPage<C = HostCookie>(PhantomData<fn() -> C>);

impl<C> fmt::Debug for OwnPage<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnPage")
    }
}

impl<C: SessionCookie> OwnPage<C> {
    fn describe_guard(description: &mut EndpointDescription) {
        describe_error(StatusCode::FORBIDDEN, CROSS_SITE, &mut description.responses);
    }

    fn guard(cx: &RequestContext) -> Result<Self, Rejection> {
        if is_own_page::<C>(cx) { Ok(Self(PhantomData)) } else { Err(HttpError::new(403, CROSS_SITE).into()) }
    }
}

impl<C: SessionCookie> FromRequest for OwnPage<C> {
    fn describe(description: &mut EndpointDescription) {
        Self::describe_guard(description);
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        Self::guard(cx)
    }
}

/// It needs no other dependency.
#[derive(Debug)]
pub struct NoLinks;

impl Links for NoLinks {
    const CHAIN: Option<Chain> = None;
}

/// For its effect: `depends = [OwnPage]`.
impl<C: SessionCookie> Dependency for OwnPage<C> {
    type Links<N: Depth> = NoLinks;

    fn describe(description: &mut EndpointDescription) {
        Self::describe_guard(description);
    }

    async fn resolve(cx: &mut RequestContext) -> Result<Self, Rejection> {
        Self::guard(cx)
    }
}

/// Whether a request may be acted upon, whoever's page made it.
fn is_own_page<C: SessionCookie>(cx: &RequestContext) -> bool {
    let parts = cx.parts();
    let changes_nothing = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    // A WebSocket begins as a GET, or over HTTP/2 as a CONNECT, and no other origin is kept from reading it.
    if changes_nothing && !parts.headers.contains_key(UPGRADE) {
        return true;
    }
    let only = |name: HeaderName| {
        let mut values = parts.headers.get_all(name).iter();
        let value = values.next()?;
        if values.next().is_some() { Some("") } else { Some(value.to_str().unwrap_or_default()) }
    };
    let origin = only(ORIGIN);
    if origin.is_some_and(|origin| C::TRUSTED_ORIGINS.contains(&origin)) {
        return true;
    }
    match only(HeaderName::from_static("sec-fetch-site")) {
        Some(site) => site == "same-origin" || site == "none",
        None => origin.is_some_and(|origin| is_own_origin::<C>(cx, origin)),
    }
}

fn is_own_origin<C: SessionCookie>(cx: &RequestContext, origin: &str) -> bool {
    let Ok(origin) = origin.parse::<Uri>() else { return false };
    let (Some(scheme), Some(theirs), Some(ours)) = (origin.scheme_str(), origin.authority(), cx.host())
    else {
        return false;
    };
    let default = match scheme {
        "https" => ":443",
        // A page without TLS is of whoever sits on the line, unless it comes from this machine.
        "http" if !C::SECURE || matches!(theirs.host(), "localhost" | "127.0.0.1" | "[::1]") => ":80",
        _ => return false,
    };
    let bare = |host: &str| host.strip_suffix(default).unwrap_or(host).to_ascii_lowercase();
    bare(theirs.as_str()) == bare(ours)
}
