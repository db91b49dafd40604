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

/// What to change of a todo: `None` leaves a column as it is.
#[derive(Default)]
pub struct TodoChanges {
    pub title: Option<String>,
    /// `Some(None)` clears it.
    pub description: Option<Option<String>>,
    pub completed: Option<bool>,
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

    /// Changes what `changes` names and nothing else, so that two changes at the same moment do not undo each other.
    ///
    /// Gives the changed row; `None` if there is no such todo.
    pub async fn change(
        &self,
        user_id: i64,
        id: i64,
        changes: TodoChanges,
    ) -> Result<Option<TodoRow>, StoreError> {
        sqlx::query(
            "UPDATE todos SET
                 title = COALESCE(?1, title),
                 description = CASE WHEN ?2 THEN ?3 ELSE description END,
                 completed = COALESCE(?4, completed),
                 updated_at = ?5
             WHERE id = ?6 AND user_id = ?7",
        )
        .bind(changes.title)
        .bind(changes.description.is_some())
        .bind(changes.description.flatten())
        .bind(changes.completed)
        .bind(now())
        .bind(id)
        .bind(user_id)
        .execute(self.pool)
        .await?;
        self.get(user_id, id).await
    }

    /// Deletes a todo, whosever it is. Whether there was one.
    pub async fn remove(&self, id: i64) -> Result<bool, StoreError> {
        let done = sqlx::query("DELETE FROM todos WHERE id = ?").bind(id).execute(self.pool).await?;
        Ok(done.rows_affected() == 1)
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
