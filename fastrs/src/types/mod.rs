//! Values with a meaning: types that validate themselves and say in the schema what they are.

mod base64;
#[cfg(feature = "chrono")]
mod chrono;
mod duration;
#[cfg(feature = "email")]
mod email;
#[cfg(feature = "email")]
mod email_reason;
#[cfg(feature = "url")]
mod http_url;
mod json_text;
#[cfg(feature = "chrono")]
mod moment;
mod patch;
pub(crate) mod secret;
#[cfg(feature = "uuid")]
mod uuid;

pub use base64::Base64;
pub use duration::{Duration, ParseDurationError};
#[cfg(feature = "email")]
pub use email::Email;
#[cfg(feature = "url")]
pub use http_url::{HttpUrl, ParseHttpUrlError};
pub use json_text::JsonText;
#[cfg(feature = "chrono")]
pub use moment::Moment;
pub use patch::Patch;
pub use secret::Secret;
pub(crate) use secret::exposed;
#[cfg(feature = "uuid")]
pub use uuid::{Uuid4, Uuid7, VersionedUuid};
