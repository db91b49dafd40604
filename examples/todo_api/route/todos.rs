use fastrs::prelude::*;

use super::caller::{Reader, Writer};
use crate::error::TodoError;
use crate::model::{NewTodo, Todo, TodoFilter, TodoPatch};
use crate::store::{Store, TodoChanges};

pub fn router() -> Router {
    Router::new("/todos").tags(["Todos"]).routes(routes![create, list, read, update, delete])
}

/// Make a todo.
#[post("", status = 201)]
pub async fn create(todo: NewTodo, user: Writer, store: State<Store>) -> Result<Todo, TodoError> {
    let NewTodo { title, description, completed } = todo;
    let row = store.todos().create(user.id(), &title, description.as_deref(), completed).await?;
    Ok(row.into())
}

/// List my todos.
#[get("")]
pub async fn list(
    #[query] filter: TodoFilter,
    user: Reader,
    store: State<Store>,
) -> Result<Vec<Todo>, TodoError> {
    let TodoFilter { skip, limit, completed } = filter;
    let rows = store.todos().list(user.id(), skip, limit, completed).await?;
    Ok(rows.into_iter().map(Todo::from).collect())
}

/// Read one of my todos.
#[get("/{todo_id}")]
pub async fn read(todo_id: i64, user: Reader, store: State<Store>) -> Result<Todo, TodoError> {
    let row = store.todos().get(user.id(), todo_id).await?;
    row.map(Todo::from).ok_or(TodoError::NotFound)
}

/// Change one of my todos: only what is sent is touched, and null clears.
#[patch("/{todo_id}")]
pub async fn update(
    todo_id: i64,
    patch: TodoPatch,
    user: Writer,
    store: State<Store>,
) -> Result<Todo, TodoError> {
    let changes = TodoChanges {
        title: patch.title.into_option(),
        description: patch.description.into_option(),
        completed: patch.completed.into_option(),
    };
    let row = store.todos().change(user.id(), todo_id, changes).await?;
    row.map(Todo::from).ok_or(TodoError::NotFound)
}

/// Delete one of my todos.
#[delete("/{todo_id}")]
pub async fn delete(todo_id: i64, user: Writer, store: State<Store>) -> Result<NoContent, TodoError> {
    let deleted = store.todos().delete(user.id(), todo_id).await?;
    if deleted { Ok(NoContent) } else { Err(TodoError::NotFound) }
}
