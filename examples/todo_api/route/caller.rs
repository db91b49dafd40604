//! Who calls, and what they may do.

use fastrs::prelude::*;
use fastrs::security::{Either, OAuth2PasswordBearer, PasswordFlow, Scope};
use fastrs_auth::{Bearer, Grants, RequireRole, RequireScopes, Roles, VerifiedKey};

use crate::error::CallerRefused;
use crate::model;
use crate::store::{Store, UserRow};

/// Where tokens are given: what "Authorize" in the docs asks.
pub struct Login;

impl PasswordFlow for Login {
    const TOKEN_URL: &'static str = "/auth/token";
    const SCOPES: &'static [(&'static str, &'static str)] = &[
        (ReadTodos::NAME, "Read todos"),
        (WriteTodos::NAME, "Make, change and delete todos"),
        ("moderator", "Delete the todos of others; for users with that role"),
        ("admin", "Manage users; for users with that role"),
    ];
}

/// The access token of a user who has logged in.
pub type LoginToken = Bearer<(), OAuth2PasswordBearer<Login>>;

/// The user who has logged in.
pub struct CurrentUser(UserRow);

impl CurrentUser {
    pub fn id(&self) -> i64 {
        self.0.id
    }

    pub fn row(&self) -> &UserRow {
        &self.0
    }
}

#[dependency]
async fn current_user(token: LoginToken, store: State<Store>) -> Result<CurrentUser, CallerRefused> {
    active(&token.sub, &store).await.map(CurrentUser)
}

/// The roles are looked up at every request, so that a change counts at once.
impl Roles for CurrentUser {
    fn has_role(&self, role: &str) -> bool {
        model::Role::known(role).is_some_and(|needed| model::Role::of(&self.0.role) >= needed)
    }
}

macro_rules! roles {
    ($($role:ident $name:literal),*) => {$(
        pub enum $role {}

        impl fastrs_auth::Role for $role {
            const NAME: &'static str = $name;
            type Subject = CurrentUser;
        }
    )*};
}

roles! { IsModerator "moderator", IsAdmin "admin" }

pub type Moderator = RequireRole<IsModerator>;
pub type Admin = RequireRole<IsAdmin>;

/// The user behind the request: logged in, or by an API key, which may do less.
pub struct Caller {
    user: UserRow,
    key: Option<VerifiedKey>,
}

/// A token by the log-in of the docs, the same token pasted, or a key: the docs offer all three.
type Credentials = Either<LoginToken, Either<Bearer, VerifiedKey>>;

#[dependency]
async fn caller(credentials: Credentials, store: State<Store>) -> Result<Caller, CallerRefused> {
    let (id, key) = match credentials {
        Either::First(token) => (token.sub.clone(), None),
        Either::Second(Either::First(token)) => (token.sub.clone(), None),
        Either::Second(Either::Second(key)) => (key.owner.clone(), Some(key)),
    };
    Ok(Caller { user: active(&id, &store).await?, key })
}

impl Caller {
    pub fn id(&self) -> i64 {
        self.user.id
    }
}

impl Grants for Caller {
    fn has_scope(&self, scope: &str) -> bool {
        self.key.as_ref().is_none_or(|key| key.has_scope(scope))
    }
}

macro_rules! scopes {
    ($($scope:ident $name:literal),*) => {$(
        pub enum $scope {}

        impl Scope for $scope {
            const NAME: &'static str = $name;
        }
    )*};
}

scopes! { ReadTodos "todos:read", WriteTodos "todos:write" }

pub type Reader = RequireScopes<ReadTodos, Caller>;
pub type Writer = RequireScopes<WriteTodos, Caller>;

/// The user of this id, unless an admin has shut them out.
async fn active(id: &str, store: &Store) -> Result<UserRow, CallerRefused> {
    let id = id.parse().map_err(|_| CallerRefused::Unknown)?;
    let user = store.users().by_id(id).await?.filter(|user| user.is_active);
    user.ok_or(CallerRefused::Unknown)
}
