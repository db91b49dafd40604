//! Whom a request speaks for.

use std::sync::Arc;

use super::RequestContext;

/// Whom a request speaks for, once somebody has checked its credentials.
///
/// Whoever checks credentials notes it with [`RequestContext::set_principal`]; what treats callers apart (a cache, a
/// rate limit, the log) reads it with [`RequestContext::principal`]. It grants nothing by itself.
///
/// ```
/// use fastrs::security::Principal;
///
/// let principal = Principal::new("user:42").with_authority("roles=admin");
/// assert_eq!((principal.id(), principal.authority()), ("user:42", "roles=admin"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Principal {
    id: Arc<str>,
    authority: Arc<str>,
}

impl Principal {
    /// A principal by its id, which no other may have: put the kind in front where there are several, as in `user:42`
    /// and `key:42`.
    pub fn new(id: impl Into<Arc<str>>) -> Self {
        Self { id: id.into(), authority: "".into() }
    }

    /// What the principal may do just now (roles, scopes), as one text: the answers to the same principal with
    /// another authority may differ.
    #[must_use]
    pub fn with_authority(mut self, authority: impl Into<Arc<str>>) -> Self {
        self.authority = authority.into();
        self
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it may do just now; empty where nobody said.
    pub fn authority(&self) -> &str {
        &self.authority
    }
}

impl RequestContext {
    /// Whom the request speaks for, as far as what has been resolved until now has found out.
    pub fn principal(&self) -> Option<&Principal> {
        self.parts.extensions.get()
    }

    /// Notes whom the request speaks for: to be called by an extractor that has checked its credentials.
    ///
    /// ```
    /// use fastrs::describe::EndpointDescription;
    /// use fastrs::extract::{FromRequest, Rejection};
    /// use fastrs::security::{HttpBearer, Principal};
    /// use fastrs::RequestContext;
    ///
    /// struct Caller(String);
    ///
    /// impl FromRequest for Caller {
    ///     fn describe(description: &mut EndpointDescription) {
    ///         <HttpBearer as FromRequest>::describe(description);
    ///     }
    ///
    ///     async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
    ///         let token = HttpBearer::from_request(cx).await?;
    ///         let name = token.token().to_owned(); // to be checked here
    ///         cx.set_principal(Principal::new(format!("user:{name}")));
    ///         Ok(Self(name))
    ///     }
    /// }
    /// # #[fastrs::get("/")]
    /// # async fn who(caller: Caller) -> String { caller.0 }
    /// # #[fastrs::main]
    /// # async fn main() {
    /// # let app = fastrs::App::new("Who", "1").routes(fastrs::routes![who]);
    /// # assert_eq!(fastrs::testing::TestClient::new(app).get("/").bearer("ann").await.text(), "ann");
    /// # }
    /// ```
    pub fn set_principal(&mut self, principal: Principal) {
        self.parts.extensions.insert(principal);
    }
}
