use chrono::{DateTime, Utc};
use sqlx::SqlitePool;

use super::{StoreError, now};

/// One row of `users`. It has no `Debug`, so the hash cannot end up in a log.
#[derive(Clone, sqlx::FromRow)]
pub struct UserRow {
    pub id: i64,
    pub username: String,
    pub email: String,
    pub password_hash: String,
    pub is_active: bool,
    pub created_at: DateTime<Utc>,
    /// `user`, `moderator` or `admin`.
    pub role: String,
}

/// What is needed to register a user.
pub struct NewUser {
    pub username: String,
    pub email: String,
    pub password_hash: String,
}

/// What is to become another; `None` leaves it as it is.
#[derive(Default)]
pub struct UserChanges {
    pub role: Option<&'static str>,
    pub is_active: Option<bool>,
}

/// The table `users`.
pub struct Users<'a> {
    pub(super) pool: &'a SqlitePool,
}

impl Users<'_> {
    /// Adds a user, who is active from the start.
    ///
    /// # Errors
    ///
    /// [`StoreError::UsernameTaken`] or [`StoreError::EmailTaken`], however many try at the same moment: the
    /// database decides, nothing is looked up beforehand.
    pub async fn insert(&self, user: NewUser) -> Result<UserRow, StoreError> {
        let created_at = now();
        let done = sqlx::query(
            "INSERT INTO users (username, email, password_hash, is_active, created_at)
             VALUES (?, ?, ?, TRUE, ?)",
        )
        .bind(&user.username)
        .bind(&user.email)
        .bind(&user.password_hash)
        .bind(created_at)
        .execute(self.pool)
        .await
        .map_err(name_what_is_taken)?;

        Ok(UserRow {
            id: done.last_insert_rowid(),
            username: user.username,
            email: user.email,
            password_hash: user.password_hash,
            is_active: true,
            created_at,
            role: "user".to_owned(),
        })
    }

    pub async fn by_username(&self, username: &str) -> Result<Option<UserRow>, StoreError> {
        let user = sqlx::query_as("SELECT * FROM users WHERE username = ?")
            .bind(username)
            .fetch_optional(self.pool)
            .await?;
        Ok(user)
    }

    pub async fn by_id(&self, id: i64) -> Result<Option<UserRow>, StoreError> {
        let user =
            sqlx::query_as("SELECT * FROM users WHERE id = ?").bind(id).fetch_optional(self.pool).await?;
        Ok(user)
    }

    /// All users, by their ids.
    pub async fn list(&self, skip: u32, limit: u32) -> Result<Vec<UserRow>, StoreError> {
        let users = sqlx::query_as("SELECT * FROM users ORDER BY id LIMIT ? OFFSET ?")
            .bind(limit)
            .bind(skip)
            .fetch_all(self.pool)
            .await?;
        Ok(users)
    }

    /// Changes a user; `None` if there is none of this id.
    pub async fn change(&self, id: i64, changes: UserChanges) -> Result<Option<UserRow>, StoreError> {
        let user = sqlx::query_as(
            "UPDATE users SET role = COALESCE(?, role), is_active = COALESCE(?, is_active)
             WHERE id = ? RETURNING *",
        )
        .bind(changes.role)
        .bind(changes.is_active)
        .bind(id)
        .fetch_optional(self.pool)
        .await?;
        Ok(user)
    }

    /// Puts another hash of the same password in the place of the one that was read.
    pub async fn rehash(&self, user: &UserRow, password_hash: String) -> Result<(), StoreError> {
        sqlx::query("UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?")
            .bind(password_hash)
            .bind(user.id)
            .bind(&user.password_hash)
            .execute(self.pool)
            .await?;
        Ok(())
    }
}

/// SQLite tells the column only in its message: `UNIQUE constraint failed: users.email`.
fn name_what_is_taken(error: sqlx::Error) -> StoreError {
    match error.as_database_error() {
        Some(e) if e.is_unique_violation() && e.message().ends_with("users.username") => {
            StoreError::UsernameTaken
        }
        Some(e) if e.is_unique_violation() && e.message().ends_with("users.email") => StoreError::EmailTaken,
        _ => StoreError::Database(error),
    }
}
