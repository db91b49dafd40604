//! Policies.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use fastrs::__private::Depth;
use fastrs::describe::EndpointDescription;
use fastrs::extract::{FromRequest, Rejection};
use fastrs::http::StatusCode;
use fastrs::response::describe_error;
use fastrs::{Dependency, Depends, HttpError, RequestContext};

const REFUSED: &str = "Not enough permissions";

/// A rule about a caller.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::HttpBearer;
/// use fastrs_auth::{Policy, Require};
///
/// struct User { age: u32 }
///
/// #[dependency]
/// async fn user(token: HttpBearer) -> User { User { age: token.token().parse().unwrap_or(0) } }
///
/// /// Grown-ups.
/// enum Adult {}
///
/// impl Policy for Adult {
///     type Subject = User;
///
///     fn names() -> Vec<&'static str> { vec!["adult"] }
///
///     fn allows(user: &User) -> bool { user.age >= 18 }
/// }
///
/// #[get("/wine")]
/// async fn wine(user: Require<Adult>) -> String { format!("cheers, at {}", user.age) }
/// # #[fastrs::main]
/// # async fn main() {
/// # let client = fastrs::testing::TestClient::new(App::new("Wine", "1").routes(routes![wine]));
/// # client.get("/wine").await.assert_status(401);
/// # client.get("/wine").bearer("17").await.assert_status(403);
/// # assert_eq!(client.get("/wine").bearer("18").await.assert_ok().text(), "cheers, at 18");
/// # assert_eq!(client.openapi()["paths"]["/wine"]["get"]["security"][0]["HTTPBearer"][0], "adult");
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no policy",
    note = "write `impl Policy for {Self} {{ type Subject = …; fn names() … fn allows(…) … }}`"
)]
pub trait Policy: Send + Sync + 'static {
    /// Whom it is about: what a `#[dependency]` of yours finds out of the caller.
    type Subject: Dependency;

    /// What the document calls it: roles, scopes, or words of your own. All of them are needed.
    fn names() -> Vec<&'static str>;

    /// Whether the caller may go on.
    fn allows(subject: &Self::Subject) -> bool;

    /// The answer to a caller who may not: a 403. Another status is not in the document.
    fn refusal() -> HttpError {
        HttpError::new(403, REFUSED)
    }
}

/// The caller, if a policy allows it; anybody else is answered with 403, or as the dependency behind it answers.
///
/// As an argument it gives the [`Policy::Subject`]; in `depends = [Require<P>]` of an operation, a router or the app it
/// only guards.
pub struct Require<P: Policy>(Depends<P::Subject>);

impl<P: Policy> Require<P> {
    /// The caller behind its shared pointer.
    pub fn into_inner(self) -> Arc<P::Subject> {
        self.0.into_inner()
    }

    fn describe_guard(description: &mut EndpointDescription) {
        description.with_scopes(&P::names(), <Depends<P::Subject> as FromRequest>::describe);
        describe_error(StatusCode::FORBIDDEN, REFUSED, &mut description.responses);
    }

    async fn guard(cx: &mut RequestContext) -> Result<Self, Rejection> {
        let subject = Depends::<P::Subject>::from_request(cx).await?;
        if P::allows(&subject) { Ok(Self(subject)) } else { Err(P::refusal().into()) }
    }
}

impl<P: Policy> FromRequest for Require<P> {
    fn describe(description: &mut EndpointDescription) {
        Self::describe_guard(description);
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        Self::guard(cx).await
    }
}

/// For its effect: `depends = [Require<P>]`.
impl<P: Policy> Dependency for Require<P> {
    type Links<N: Depth> = <P::Subject as Dependency>::Links<N>;

    fn describe(description: &mut EndpointDescription) {
        Self::describe_guard(description);
    }

    async fn resolve(cx: &mut RequestContext) -> Result<Self, Rejection> {
        Self::guard(cx).await
    }
}

/// For calling a handler as the plain function it is: nothing is checked.
impl<P: Policy> Require<P> {
    /// A caller, whatever it may do.
    pub fn unchecked(subject: P::Subject) -> Self {
        Self(subject.into())
    }
}

impl<P: Policy> Deref for Require<P> {
    type Target = P::Subject;

    fn deref(&self) -> &P::Subject {
        &self.0
    }
}

impl<P: Policy> Clone for Require<P> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<P: Policy> fmt::Debug for Require<P>
where
    P::Subject: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Require").field(&P::names()).field(&*self.0).finish()
    }
}
