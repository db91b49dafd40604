//! Values with a meaning: types that validate themselves and say in the schema what they are.

mod base64;
#[cfg(feature = "email")]
mod email;
mod patch;
pub(crate) mod secret;

pub use base64::Base64;
#[cfg(feature = "email")]
pub use email::Email;
pub use patch::Patch;
pub use secret::Secret;
pub(crate) use secret::exposed;
