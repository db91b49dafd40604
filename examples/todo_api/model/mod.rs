//! What clients send and get.

mod todo;
mod user;

pub use todo::{NewTodo, Todo, TodoFilter, TodoPatch};
pub use user::{Registration, Token, User};
