//! Roles.

use std::marker::PhantomData;

use fastrs::Dependency;

use super::{Policy, Require};

/// A role, and whom it is a role of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no role",
    note = "write `impl Role for {Self} {{ const NAME: &'static str = \"…\"; type Subject = …; }}`"
)]
pub trait Role: Send + Sync + 'static {
    /// Its name, in the document and for [`Roles::has_role`].
    const NAME: &'static str;

    /// What a `#[dependency]` of yours finds out of the caller.
    type Subject: Roles;
}

/// A caller that has roles.
pub trait Roles: Dependency {
    /// Whether it has this one. Where a role includes another, as an admin is a moderator too, say so here.
    fn has_role(&self, role: &str) -> bool;
}

/// The caller, if it has a role; without the role it is a 403.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs_auth::{Bearer, Jwt, RequireRole, Role, Roles, Sessions, random_secret};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Clone, Serialize, Deserialize)]
/// struct Rights { role: String }
///
/// struct User { name: String, role: String }
///
/// #[dependency]
/// async fn user(token: Bearer<Rights>) -> User {
///     User { name: token.sub.clone(), role: token.extra.role.clone() }
/// }
///
/// impl Roles for User {
///     fn has_role(&self, role: &str) -> bool { self.role == role }
/// }
///
/// enum Admin {}
///
/// impl Role for Admin {
///     const NAME: &'static str = "admin";
///     type Subject = User;
/// }
///
/// #[get("/secrets")]
/// async fn secrets(admin: RequireRole<Admin>) -> String { format!("for {}", admin.name) }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sessions = Sessions::new(Jwt::hs256(random_secret()?)?);
/// let rights = |role: &str| Rights { role: role.to_owned() };
/// let admin = sessions.begin("ann").await?.tokens(rights("admin"))?.access_token;
/// let guest = sessions.begin("ann").await?.tokens(rights("guest"))?.access_token;
///
/// let client = fastrs::testing::TestClient::new(App::new("S", "1").state(sessions.clone()).routes(routes![secrets]));
/// assert_eq!(client.get("/secrets").bearer(admin).await.assert_ok().text(), "for ann");
/// client.get("/secrets").bearer(guest).await.assert_status(403);
/// client.get("/secrets").await.assert_status(401);
/// # Ok(())
/// # }
/// ```
pub type RequireRole<R> = Require<HasRole<R>>;

/// The policy behind [`RequireRole`].
#[derive(Debug)]
pub struct HasRole<R>(PhantomData<fn() -> R>);

impl<R: Role> Policy for HasRole<R> {
    type Subject = R::Subject;

    fn names() -> Vec<&'static str> {
        vec![R::NAME]
    }

    fn allows(subject: &R::Subject) -> bool {
        subject.has_role(R::NAME)
    }
}
