//! Security schemes as arguments: using one enforces it and documents it.
//!
//! These take the credentials and refuse a request without them; what the credentials are worth is for the
//! application, or for `fastrs-auth`, to say.

mod authorization;
mod oauth2;

pub use authorization::{HttpBearer, bearer_credentials, describe_unauthorized, unauthorized};
pub use oauth2::{OAuth2PasswordBearer, OAuth2PasswordRequestForm, PasswordFlow};
