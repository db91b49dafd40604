use chrono::{DateTime, Utc};
use sqlx::SqlitePool;

use super::{StoreError, now};

/// One row of `todos`.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct TodoRow {
    pub id: i64,
    pub title: String,
    pub description: Option<String>,
    pub completed: bool,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub user_id: i64,
}

/// The table `todos`. Every query names the owner: another user's todo is a todo that does not exist.
pub struct Todos<'a> {
    pub(super) pool: &'a SqlitePool,
}

impl Todos<'_> {
    pub async fn create(
        &self,
        user_id: i64,
        title: &str,
        description: Option<&str>,
        completed: bool,
    ) -> Result<TodoRow, StoreError> {
        let now = now();
        let done = sqlx::query(
            "INSERT INTO todos (title, description, completed, created_at, updated_at, user_id)
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(title)
        .bind(description)
        .bind(completed)
        .bind(now)
        .bind(now)
        .bind(user_id)
        .execute(self.pool)
        .await?;

        Ok(TodoRow {
            id: done.last_insert_rowid(),
            title: title.to_owned(),
            description: description.map(str::to_owned),
            completed,
            created_at: now,
            updated_at: now,
            user_id,
        })
    }

    /// The user's todos in the order they were made; with `completed`, only the done or only the open ones.
    pub async fn list(
        &self,
        user_id: i64,
        skip: u32,
        limit: u32,
        completed: Option<bool>,
    ) -> Result<Vec<TodoRow>, StoreError> {
        let todos = sqlx::query_as(
            "SELECT * FROM todos
             WHERE user_id = ?1 AND (?2 IS NULL OR completed = ?2)
             ORDER BY id LIMIT ?3 OFFSET ?4",
        )
        .bind(user_id)
        .bind(completed)
        .bind(limit)
        .bind(skip)
        .fetch_all(self.pool)
        .await?;
        Ok(todos)
    }

    pub async fn get(&self, user_id: i64, id: i64) -> Result<Option<TodoRow>, StoreError> {
        let todo = sqlx::query_as("SELECT * FROM todos WHERE id = ? AND user_id = ?")
            .bind(id)
            .bind(user_id)
            .fetch_optional(self.pool)
            .await?;
        Ok(todo)
    }

    /// Saves title, description and completed, and returns the row with its new `updated_at`; `None` if there is no
    /// such todo any more.
    pub async fn save(&self, user_id: i64, todo: &TodoRow) -> Result<Option<TodoRow>, StoreError> {
        let updated_at = now();
        let done = sqlx::query(
            "UPDATE todos SET title = ?, description = ?, completed = ?, updated_at = ?
             WHERE id = ? AND user_id = ?",
        )
        .bind(&todo.title)
        .bind(&todo.description)
        .bind(todo.completed)
        .bind(updated_at)
        .bind(todo.id)
        .bind(user_id)
        .execute(self.pool)
        .await?;

        let saved = TodoRow { updated_at, ..todo.clone() };
        Ok((done.rows_affected() == 1).then_some(saved))
    }

    /// Whether there was such a todo.
    pub async fn delete(&self, user_id: i64, id: i64) -> Result<bool, StoreError> {
        let done = sqlx::query("DELETE FROM todos WHERE id = ? AND user_id = ?")
            .bind(id)
            .bind(user_id)
            .execute(self.pool)
            .await?;
        Ok(done.rows_affected() == 1)
    }
}
