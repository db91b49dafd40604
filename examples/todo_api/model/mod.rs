//! What clients send and get.

mod api_key;
mod todo;
mod user;

pub use api_key::{ApiKey, ApiKeyRequest, CreatedApiKey};
pub use todo::{NewTodo, Todo, TodoFilter, TodoPatch};
pub use user::{Paging, RefreshRequest, Registration, Role, User, UserPatch};
