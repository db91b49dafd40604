//! What can go wrong, one small type per room.
//!
//! The texts are written for the log. None of them repeats a password, a secret or a token; what a *client* may
//! learn is less still, and each type says which HTTP status it deserves.

#[cfg(feature = "jwt")]
mod key;
#[cfg(feature = "password")]
mod password;
mod random;
#[cfg(feature = "jwt")]
mod session;
mod store;
#[cfg(feature = "jwt")]
mod token;

#[cfg(feature = "jwt")]
pub use key::KeyError;
#[cfg(feature = "password")]
pub use password::PasswordError;
pub use random::RandomError;
#[cfg(feature = "jwt")]
pub use session::{InvalidSession, SessionError};
pub use store::StoreError;
#[cfg(feature = "jwt")]
pub(crate) use token::Fault;
#[cfg(feature = "jwt")]
pub use token::TokenError;
