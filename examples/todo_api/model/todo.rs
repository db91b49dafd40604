use chrono::{DateTime, Utc};
use fastrs::prelude::*;

use crate::store::TodoRow;

/// A todo to be made. With `TodoPatch`, in which every field may be left out.
#[model(partial = TodoPatch)]
pub struct NewTodo {
    #[field(min_length = 1, max_length = 200, example = "Buy milk")]
    pub title: String,
    #[field(max_length = 2000)]
    pub description: Option<String>,
    #[field(default)]
    pub completed: bool,
}

/// A todo.
#[model(output)]
pub struct Todo {
    pub id: i64,
    pub title: String,
    pub description: Option<String>,
    pub completed: bool,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub user_id: i64,
}

impl From<TodoRow> for Todo {
    fn from(row: TodoRow) -> Self {
        let TodoRow { id, title, description, completed, created_at, updated_at, user_id } = row;
        Self { id, title, description, completed, created_at, updated_at, user_id }
    }
}

/// Which todos to list.
#[model]
pub struct TodoFilter {
    /// How many to pass over.
    #[field(default = 0)]
    pub skip: u32,
    /// How many to list at most.
    #[field(default = 100, ge = 1, le = 100)]
    pub limit: u32,
    /// Only those that are done, or only those that are not.
    pub completed: Option<bool>,
}
