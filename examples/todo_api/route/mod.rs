//! The handlers. No SQL here, and no settings.

pub mod auth;
pub mod health;
pub mod todos;
