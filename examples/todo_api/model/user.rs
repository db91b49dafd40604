use chrono::{DateTime, Utc};
use fastrs::prelude::*;

use crate::store::UserRow;

/// What it takes to become a user.
#[model]
pub struct Registration {
    #[field(min_length = 3, max_length = 50, example = "ann")]
    pub username: String,
    pub email: Email,
    #[field(min_length = 8, max_length = 128)]
    pub password: Secret<String>,
}

/// A user, as anybody may see them: without the password, even hashed.
#[model(output)]
pub struct User {
    pub id: i64,
    pub username: String,
    pub email: String,
    pub is_active: bool,
    pub created_at: DateTime<Utc>,
    pub role: Role,
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        let UserRow { id, username, email, is_active, created_at, role, password_hash: _ } = row;
        Self { id, username, email, is_active, created_at, role: Role::of(&role) }
    }
}

/// What a user may do. Each may do what those before it may.
#[model(rename_all = "lowercase")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    User,
    Moderator,
    Admin,
}

impl Role {
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
        }
    }

    /// That of this name; one that is not known may do nothing in particular.
    pub fn of(name: &str) -> Self {
        Self::known(name).unwrap_or(Self::User)
    }

    pub fn known(name: &str) -> Option<Self> {
        [Self::User, Self::Moderator, Self::Admin].into_iter().find(|role| role.name() == name)
    }
}

/// What an admin changes of a user. Their log-ins end with it.
#[model]
pub struct UserPatch {
    pub role: Option<Role>,
    pub is_active: Option<bool>,
}

/// Which users to list.
#[model]
pub struct Paging {
    /// How many to pass over.
    #[field(default = 0)]
    pub skip: u32,
    /// How many to list at most.
    #[field(default = 100, ge = 1, le = 100)]
    pub limit: u32,
}

/// What continues a log-in.
#[model]
pub struct RefreshRequest {
    pub refresh_token: Secret<String>,
}
