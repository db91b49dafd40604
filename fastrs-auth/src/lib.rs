//! Who calls, what they may do, and how that ends, for `fastrs` applications.
//!
//! | feature | room | main type |
//! |---|---|---|
//! | `jwt` (default) | [`session`] | [`Sessions`]: log in, refresh, log out · [`Bearer`], [`CookieSession`]: who calls, as an argument |
//! | `jwt` (default) | [`token`] | [`Jwt`], [`Key`]: signed tokens under HS256, RS256, ES256 or EdDSA, and their keys |
//! | `jwt` (default) | [`revocation`] | [`RevocationStore`]: in memory, or (feature `redis`) in Redis |
//! | `jwt` (default) | [`remote`] | [`RemoteJwt`], [`RemoteBearer`]: tokens of another issuer (feature `remote`: keys by HTTP) |
//! | `password` (default) | [`password`] | [`Passwords`]: Argon2id off the async threads, bounded |
//! | `api-key` (default) | [`api_key`] | [`ApiKeys`], [`VerifiedKey`]: keys for programs |
//! | always | [`access`] | [`RequireRole`], [`RequireScopes`], [`Require`]: what a caller may do · [`AccessMatrix`], [`AccessTable`] |
//! | always | [`login`] | [`LoginGuard`]: how often somebody may try |
//! | always | [`random`] | [`random_secret`]: 256 bits from the operating system |
//!
//! Imports point one way: [`error`] and [`random`] know nothing of this crate's other rooms; [`token`] knows neither
//! [`revocation`] nor [`session`]; and [`password`], [`api_key`], [`access`] and [`login`] know none of the others.
//!
//! # Example
//!
//! A log-in, without the database around it:
//!
#![cfg_attr(all(feature = "jwt", feature = "password"), doc = "```")]
#![cfg_attr(not(all(feature = "jwt", feature = "password")), doc = "```ignore")]
//! use fastrs_auth::{Jwt, Passwords, Sessions, random_secret};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let passwords = Passwords::new();
//! let sessions = Sessions::new(Jwt::hs256(random_secret()?)?);
//!
//! let stored = passwords.hash("correct horse battery staple").await?;
//!
//! let verdict = passwords.verify("correct horse battery staple", Some(&stored)).await?;
//! assert!(verdict.is_right());
//!
//! let pair = sessions.begin("user-42").await?.tokens(())?;
//! assert_eq!(sessions.verify::<()>(&pair.access_token).await?.sub, "user-42");
//! # Ok(())
//! # }
//! ```

#[cfg_attr(not(feature = "jwt"), allow(dead_code, reason = "for the features that are off"))]
mod clock;
pub mod error;
#[cfg_attr(not(feature = "jwt"), allow(dead_code, reason = "for the features that are off"))]
pub mod random;

#[cfg(feature = "jwt")]
pub mod token;

#[cfg(feature = "jwt")]
pub mod revocation;

#[cfg(feature = "jwt")]
pub mod session;

#[cfg(feature = "jwt")]
mod bearer;
#[cfg(feature = "jwt")]
mod cookie;

#[cfg(feature = "jwt")]
pub mod remote;

#[cfg(feature = "password")]
pub mod password;

#[cfg(feature = "api-key")]
pub mod api_key;

pub mod access;
pub mod login;

pub use access::{
    AccessMatrix, AccessRow, AccessTable, Granted, Grants, HasRole, Policy, Require, RequireRole,
    RequireScopes, Role, Roles,
};
#[cfg(feature = "api-key")]
pub use api_key::{
    ApiKeyDraft, ApiKeyError, ApiKeyRecord, ApiKeyStore, ApiKeys, MemoryApiKeys, NewApiKey, VerifiedKey,
    XApiKey,
};
#[cfg(feature = "jwt")]
pub use bearer::{Bearer, JwtScheme};
#[cfg(feature = "jwt")]
pub use cookie::{CookieSession, HostCookie, OwnPage, SessionCookie};
#[cfg(feature = "password")]
pub use error::PasswordError;
#[cfg(feature = "jwt")]
pub use error::{InvalidSession, KeyError, SessionError, TokenError};
pub use error::{RandomError, StoreError};
pub use login::{Attempt, LoginGuard, TooManyAttempts};
#[cfg(feature = "password")]
pub use password::{Cost, Passwords, Verdict};
pub use random::random_secret;
#[cfg(feature = "remote")]
pub use remote::HttpKeys;
#[cfg(feature = "jwt")]
pub use remote::{KeySource, RemoteBearer, RemoteClaims, RemoteError, RemoteJwt};
#[cfg(feature = "redis")]
pub use revocation::RedisRevocations;
#[cfg(feature = "jwt")]
pub use revocation::{MemoryRevocations, Redemption, RevocationStore, SessionOf};
#[cfg(feature = "jwt")]
pub use session::{Outage, Session, Sessions, TokenPair};
#[cfg(feature = "jwt")]
pub use token::{Claims, Jwks, Jwt, Key, SessionId};
