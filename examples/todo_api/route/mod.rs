//! The handlers. No SQL here, and no settings.

pub mod admin;
pub mod auth;
mod caller;
pub mod health;
pub mod keys;
pub mod todos;
