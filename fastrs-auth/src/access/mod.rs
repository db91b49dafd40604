//! What a caller may do: policies that are enforced where they are written, and shown in the document for the same
//! reason.
//!
//! | argument, or entry of `depends` | lets in | the document shows |
//! |---|---|---|
//! | [`RequireRole<R>`] | whom [`Roles::has_role`] says to have it | the role's name |
//! | [`RequireScopes<S, T>`] | whom [`Grants::has_scope`] says to have all of them | the scopes |
//! | [`Require<P>`] | whom your [`Policy`] allows | what it says |

mod matrix;
mod policy;
mod role;
mod scope;
mod table;

pub use matrix::{AccessMatrix, AccessRow};
pub use policy::{Policy, Require};
pub use role::{HasRole, RequireRole, Role, Roles};
pub use scope::{Granted, Grants, RequireScopes};
pub use table::AccessTable;
