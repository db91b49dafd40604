//! Scopes: what credentials must allow.

use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use super::Unauthorized;
use crate::depend::{Chain, Dependency, Depends, Depth, Links, Probe};
use crate::describe::EndpointDescription;
use crate::extract::{FromRequest, Rejection};
use crate::request::RequestContext;

/// One scope.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no scope",
    note = "write `impl Scope for {Self} {{ const NAME: &'static str = \"items:read\"; }}`"
)]
pub trait Scope: Send + Sync + 'static {
    /// Its name, without spaces (RFC 6749, section 3.3).
    const NAME: &'static str;
}

/// One scope, or a tuple of several.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a scope nor a tuple of scopes",
    note = "write `impl Scope for {Self} {{ const NAME: &'static str = \"items:read\"; }}`"
)]
pub trait Scopes: Send + Sync + 'static {
    /// Their names.
    const NAMES: &'static [&'static str];
}

#[diagnostic::do_not_recommend]
impl<S: Scope> Scopes for S {
    const NAMES: &'static [&'static str] = &[S::NAME];
}

macro_rules! tuples {
    ($(($($scope:ident)*))*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($scope: Scope),*> Scopes for ($($scope,)*) {
            const NAMES: &'static [&'static str] = &[$($scope::NAME),*];
        }
    )*};
}

tuples! { (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H) }

/// A dependency with the scopes that it must find granted: FastAPI's `Security(dependency, scopes=[…])`.
///
/// The scopes gather along the dependencies, outermost first. Whoever checks the credentials takes [`SecurityScopes`];
/// the document shows them in every operation, because they are read off the same types. Nothing is granted or refused
/// by itself. A dependency that looks at the scopes is made once for each list of them, any other once per request.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::{OAuth2PasswordBearer, PasswordFlow, Scope, Security, SecurityScopes, Unauthorized};
///
/// enum ReadItems {}
/// impl Scope for ReadItems {
///     const NAME: &'static str = "items";
/// }
///
/// enum Login {}
/// impl PasswordFlow for Login {
///     const TOKEN_URL: &'static str = "/token";
///     const SCOPES: &'static [(&'static str, &'static str)] = &[(ReadItems::NAME, "Read items")];
/// }
///
/// struct User { granted: String }
///
/// #[dependency]
/// async fn user(token: OAuth2PasswordBearer<Login>, needed: SecurityScopes) -> Result<User, Unauthorized> {
///     let user = User { granted: token.token().to_owned() }; // the token is checked here
///     if !needed.are_granted_by(&user.granted) {
///         return Err(needed.unauthorized("Not enough permissions"));
///     }
///     Ok(user)
/// }
///
/// #[get("/items")]
/// async fn read_items(user: Security<User, ReadItems>) -> String { user.granted.clone() }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let client = fastrs::testing::TestClient::new(App::new("Items", "1.0.0").routes(routes![read_items]));
/// assert_eq!(client.get("/items").bearer("items").await.text(), "items");
/// let refused = client.get("/items").bearer("other").await.assert_status(401);
/// assert_eq!(refused.header("www-authenticate"), Some(r#"Bearer scope="items""#));
/// let security = &client.openapi()["paths"]["/items"]["get"]["security"];
/// assert_eq!(security, &serde_json::json!([{ "OAuth2PasswordBearer": ["items"] }]));
/// # }
/// ```
pub struct Security<T, S: Scopes> {
    value: Depends<T>,
    scopes: PhantomData<fn() -> S>,
}

impl<T, S: Scopes> Security<T, S> {
    /// The value behind its shared pointer.
    pub fn into_inner(self) -> Arc<T> {
        self.value.into_inner()
    }
}

/// For calling a handler as the plain function it is.
impl<T, S: Scopes> From<T> for Security<T, S> {
    fn from(value: T) -> Self {
        Self { value: value.into(), scopes: PhantomData }
    }
}

impl<T, S: Scopes> Clone for Security<T, S> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), scopes: PhantomData }
    }
}

impl<T: std::fmt::Debug, S: Scopes> std::fmt::Debug for Security<T, S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Security").field(&*self.value).field(&S::NAMES).finish()
    }
}

impl<T, S: Scopes> Deref for Security<T, S> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Dependency, S: Scopes> FromRequest for Security<T, S> {
    fn describe(description: &mut EndpointDescription) {
        description.with_scopes(S::NAMES, <Depends<T> as FromRequest>::describe);
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        let before = cx.scopes.enter(S::NAMES);
        let value = Depends::from_request(cx).await;
        cx.scopes.leave(before);
        Ok(Self { value: value?, scopes: PhantomData })
    }
}

/// For its effect only: `depends = [Security<User, Admin>]`.
impl<T: Dependency, S: Scopes> Dependency for Security<T, S> {
    type Links<N: Depth> = T::Links<N>;

    fn describe(description: &mut EndpointDescription) {
        <Self as FromRequest>::describe(description);
    }

    async fn resolve(cx: &mut RequestContext) -> Result<Self, Rejection> {
        Self::from_request(cx).await
    }
}

/// The compiler looks for cycles through it.
impl<T: Dependency, S: Scopes, N: Depth> Probe<Security<T, S>, N> {
    /// The chain of the dependency.
    pub const CHAIN: Option<Chain> = <T::Links<N> as Links>::CHAIN;
}

/// The scopes of all [`Security`] arguments that lead here, outermost first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecurityScopes(Vec<&'static str>);

impl SecurityScopes {
    /// Scopes, for calling a dependency as the plain function it is.
    pub fn new(scopes: impl IntoIterator<Item = &'static str>) -> Self {
        Self(scopes.into_iter().collect())
    }

    /// The `Bearer` challenge that names them (RFC 6750, section 3).
    pub fn challenge(&self) -> String {
        if self.is_empty() { "Bearer".to_owned() } else { format!("Bearer scope=\"{self}\"") }
    }

    /// The 401 that names them, with a sentence.
    pub fn unauthorized(&self, detail: impl Into<String>) -> Unauthorized {
        Unauthorized::new(detail, self.challenge())
    }

    /// Whether all of them are among `granted`, the scopes of a token, with spaces between.
    pub fn are_granted_by(&self, granted: &str) -> bool {
        self.iter().all(|scope| granted.split_ascii_whitespace().any(|granted| granted == *scope))
    }
}

impl Deref for SecurityScopes {
    type Target = [&'static str];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// All of them, with spaces between.
impl std::fmt::Display for SecurityScopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

impl FromRequest for SecurityScopes {
    fn describe(description: &mut EndpointDescription) {
        description.takes_nothing();
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        Ok(Self(cx.scopes.look().to_vec()))
    }
}
