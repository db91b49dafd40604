use fastrs::prelude::*;
use fastrs_auth::Sessions;

use super::caller::{Admin, Moderator};
use crate::error::{AdminError, TodoError};
use crate::model::{Paging, User, UserPatch};
use crate::store::{Store, UserChanges};

pub fn router() -> Router {
    Router::new("/admin").tags(["Admin"]).routes(routes![users, change_user, remove_todo])
}

/// List all users.
#[get("/users", depends = [Admin])]
async fn users(#[query] paging: Paging, store: State<Store>) -> Result<Vec<User>, AdminError> {
    let users = store.users().list(paging.skip, paging.limit).await?;
    Ok(users.into_iter().map(User::from).collect())
}

/// Change a user's role, or shut them out. Their log-ins end with it.
#[patch("/users/{user_id}")]
async fn change_user(
    user_id: i64,
    patch: UserPatch,
    admin: Admin,
    store: State<Store>,
    sessions: State<Sessions>,
) -> Result<User, AdminError> {
    if admin.id() == user_id {
        return Err(AdminError::Oneself);
    }
    let changes = UserChanges { role: patch.role.map(|role| role.name()), is_active: patch.is_active };
    let user = store.users().change(user_id, changes).await?.ok_or(AdminError::NotFound)?;
    sessions.end_all(&user_id.to_string()).await?;
    Ok(user.into())
}

/// Delete anybody's todo.
#[delete("/todos/{todo_id}", depends = [Moderator])]
async fn remove_todo(todo_id: i64, store: State<Store>) -> Result<NoContent, TodoError> {
    let removed = store.todos().remove(todo_id).await?;
    if removed { Ok(NoContent) } else { Err(TodoError::NotFound) }
}
