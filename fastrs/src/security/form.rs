//! The form that a client of the password flow sends (RFC 6749, section 4.3.2).

use crate::types::Secret;

/// The form that a client of the password flow sends: take it as `#[form] form: OAuth2PasswordRequestForm`.
#[crate::model]
#[derive(Debug, Clone)]
pub struct OAuth2PasswordRequestForm {
    /// `password`, where it is sent.
    #[field(pattern = "^password$")]
    pub grant_type: Option<String>,
    /// Who logs in.
    pub username: String,
    /// With what.
    pub password: Secret<String>,
    /// The scopes that are asked for, separated by spaces.
    #[field(default)]
    pub scope: String,
    /// The client's id, where it has one.
    pub client_id: Option<String>,
    /// The client's secret, where it has one.
    pub client_secret: Option<Secret<String>>,
}

/// The same, of a client that must send `grant_type=password`, as the RFC asks.
#[crate::model]
#[derive(Debug, Clone)]
pub struct OAuth2PasswordRequestFormStrict {
    /// `password`.
    #[field(pattern = "^password$")]
    pub grant_type: String,
    /// Who logs in.
    pub username: String,
    /// With what.
    pub password: Secret<String>,
    /// The scopes that are asked for, separated by spaces.
    #[field(default)]
    pub scope: String,
    /// The client's id, where it has one.
    pub client_id: Option<String>,
    /// The client's secret, where it has one.
    pub client_secret: Option<Secret<String>>,
}

impl OAuth2PasswordRequestForm {
    /// The scopes that are asked for.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.scope.split_ascii_whitespace()
    }
}

impl OAuth2PasswordRequestFormStrict {
    /// The scopes that are asked for.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.scope.split_ascii_whitespace()
    }
}
