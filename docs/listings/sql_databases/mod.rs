//! SQL databases.

pub mod transaction;
pub mod tutorial001;

listings! { transaction tutorial001 }
