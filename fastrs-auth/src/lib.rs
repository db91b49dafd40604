//! Password hashing and signed tokens for `fastrs` applications.
//!
//! | feature | room | main type |
//! |---|---|---|
//! | `password` (default) | [`password`] | [`Passwords`]: Argon2id off the async threads, bounded |
//! | `jwt` (default) | [`token`] | [`Jwt`]: issue and verify access tokens |
//! | `jwt` (default) | | [`Bearer`]: verified claims as an argument of a handler |
//! | always | [`random`] | [`random_secret`]: 256 bits from the operating system |
//!
//! Imports point one way: [`error`] and [`random`] know nothing of this crate's other rooms, [`password`] and
//! [`token`] do not know each other.
//!
//! # Example
//!
//! A log-in, without the database around it:
//!
#![cfg_attr(all(feature = "jwt", feature = "password"), doc = "```")]
#![cfg_attr(not(all(feature = "jwt", feature = "password")), doc = "```ignore")]
//! use fastrs_auth::{Jwt, Passwords, random_secret};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let passwords = Passwords::new();
//! let jwt = Jwt::hs256(random_secret()?)?;
//!
//! let stored = passwords.hash("correct horse battery staple").await?;
//!
//! let verdict = passwords.verify("correct horse battery staple", Some(&stored)).await?;
//! assert!(verdict.is_right());
//!
//! let token = jwt.issue("user-42", ())?;
//! assert_eq!(jwt.verify::<()>(&token)?.sub, "user-42");
//! # Ok(())
//! # }
//! ```

pub mod error;
pub mod random;

#[cfg(feature = "jwt")]
mod bearer;
#[cfg(feature = "password")]
pub mod password;
#[cfg(feature = "jwt")]
pub mod token;

#[cfg(feature = "jwt")]
pub use bearer::Bearer;
#[cfg(feature = "password")]
pub use error::PasswordError;
pub use error::RandomError;
#[cfg(feature = "jwt")]
pub use error::{KeyError, TokenError};
#[cfg(feature = "password")]
pub use password::{Cost, Passwords, Verdict};
pub use random::random_secret;
#[cfg(feature = "jwt")]
pub use token::{Claims, Jwt};
