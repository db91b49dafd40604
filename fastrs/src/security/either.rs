//! One scheme or another.

use http::header::WWW_AUTHENTICATE;

use super::Scheme;
use crate::describe::{EndpointDescription, SecurityScheme};
use crate::error::HttpError;
use crate::request::RequestContext;
use crate::response::Either;

/// The credentials of one scheme or of another. A request with neither is answered with 401 and both challenges.
///
/// The first is tried first; a third one goes into `Either<A, Either<B, C>>`. In the document they are alternatives.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::{ApiKey, ApiKeyPlace, Either, HttpBearer, KeyIn};
///
/// enum ScriptKey {}
///
/// impl ApiKeyPlace for ScriptKey {
///     const PLACE: KeyIn = KeyIn::Header("X-Key");
/// }
///
/// #[get("/who")]
/// async fn who(caller: Either<HttpBearer, ApiKey<ScriptKey>>) -> &'static str {
///     match caller {
///         Either::First(_token) => "a person",
///         Either::Second(_key) => "a script",
///     }
/// }
/// # #[fastrs::main]
/// # async fn main() {
/// # let client = fastrs::testing::TestClient::new(App::new("Who", "1").routes(routes![who]));
/// # assert_eq!(client.get("/who").header("x-key", "1").await.assert_ok().text(), "a script");
/// # assert_eq!(client.get("/who").bearer("1").await.assert_ok().text(), "a person");
/// # client.get("/who").await.assert_status(401);
/// # }
/// ```
impl<A: Scheme, B: Scheme> Scheme for Either<A, B> {
    const CAN_BE_MALFORMED: bool = A::CAN_BE_MALFORMED || B::CAN_BE_MALFORMED;

    fn schemes() -> Vec<SecurityScheme> {
        let mut schemes = A::schemes();
        schemes.extend(B::schemes());
        schemes
    }

    async fn credentials(cx: &mut RequestContext) -> Result<Option<Self>, HttpError> {
        if let Some(first) = A::credentials(cx).await? {
            return Ok(Some(Self::First(first)));
        }
        Ok(B::credentials(cx).await?.map(Self::Second))
    }

    fn describe_check(description: &mut EndpointDescription) {
        A::describe_check(description);
        B::describe_check(description);
    }

    fn refusal() -> HttpError {
        let mut refusal = A::refusal();
        for challenge in B::refusal().headers().get_all(WWW_AUTHENTICATE) {
            let known = refusal.headers().get_all(WWW_AUTHENTICATE).iter().any(|known| known == challenge);
            if let Some(challenge) = challenge.to_str().ok().filter(|_| !known) {
                refusal = refusal.with_header("www-authenticate", challenge);
            }
        }
        refusal
    }
}
