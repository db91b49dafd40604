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
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        let UserRow { id, username, email, is_active, created_at, password_hash: _ } = row;
        Self { id, username, email, is_active, created_at }
    }
}

/// What a login gives: send it along as `Authorization: Bearer …`.
#[model(output)]
pub struct Token {
    pub access_token: String,
    /// Always `bearer`.
    pub token_type: &'static str,
    /// For how many seconds the token is good.
    pub expires_in: u64,
}
