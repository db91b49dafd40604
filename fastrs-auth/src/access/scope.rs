//! Scopes.

use std::marker::PhantomData;

use fastrs::security::Scopes;
use fastrs::{Dependency, HttpError};

use super::{Policy, Require};

/// A caller that was granted scopes: by its token, or by its key.
pub trait Grants: Dependency {
    /// Whether it was granted this one.
    fn has_scope(&self, scope: &str) -> bool;
}

/// The caller `T`, if it was granted the scope `S`, or all of a tuple of scopes; without them it is a 403 with the
/// challenge `insufficient_scope` (RFC 6750, section 3.1).
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::Scope;
/// use fastrs_auth::{ApiKeyDraft, ApiKeys, Grants, MemoryApiKeys, RequireScopes, VerifiedKey};
///
/// struct Caller(VerifiedKey);
///
/// #[dependency]
/// async fn caller(key: VerifiedKey) -> Caller { Caller(key) }
///
/// impl Grants for Caller {
///     fn has_scope(&self, scope: &str) -> bool { self.0.has_scope(scope) }
/// }
///
/// enum ReadItems {}
///
/// impl Scope for ReadItems {
///     const NAME: &'static str = "items:read";
/// }
///
/// #[get("/items")]
/// async fn items(caller: RequireScopes<ReadItems, Caller>) -> String { caller.0.owner.clone() }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let keys = ApiKeys::new("shop", MemoryApiKeys::new());
/// let reader = keys.make(ApiKeyDraft::new("ann", "reader").scopes(["items:read"])).await?;
/// let other = keys.make(ApiKeyDraft::new("ann", "other")).await?;
///
/// let client = fastrs::testing::TestClient::new(App::new("Shop", "1").state(keys).routes(routes![items]));
/// client.get("/items").header("x-api-key", reader.key.expose()).await.assert_ok();
/// client.get("/items").header("x-api-key", other.key.expose()).await.assert_status(403);
/// # Ok(())
/// # }
/// ```
pub type RequireScopes<S, T> = Require<Granted<S, T>>;

/// The policy behind [`RequireScopes`].
#[derive(Debug)]
pub struct Granted<S, T>(PhantomData<fn() -> (S, T)>);

impl<S: Scopes, T: Grants> Policy for Granted<S, T> {
    type Subject = T;

    fn names() -> Vec<&'static str> {
        S::NAMES.to_vec()
    }

    fn allows(subject: &T) -> bool {
        S::NAMES.iter().all(|scope| subject.has_scope(scope))
    }

    fn refusal() -> HttpError {
        let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", S::NAMES.join(" "));
        HttpError::new(403, "Not enough permissions").with_header("www-authenticate", challenge)
    }
}
