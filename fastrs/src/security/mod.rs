//! Security schemes as arguments: using one enforces it and documents it.
//!
//! | argument | what the caller shows | FastAPI's class |
//! |---|---|---|
//! | [`HttpBasic`] | a name and a password | `HTTPBasic` |
//! | [`HttpBearer`], [`HttpDigest`] | `Authorization: Bearer …`, `Digest …` | `HTTPBearer`, `HTTPDigest` |
//! | [`HttpAuth<S>`] | a scheme of your own | `HTTPBase` |
//! | [`ApiKey<K>`] | a key in a header, a cookie or the query | `APIKeyHeader`, `APIKeyCookie`, `APIKeyQuery` |
//! | [`OAuth2PasswordBearer<F>`] | a token of OAuth2's password flow | `OAuth2PasswordBearer` |
//! | [`OAuth2AuthorizationCodeBearer<F>`] | a token of the authorization code flow | `OAuth2AuthorizationCodeBearer` |
//! | [`OAuth2ClientCredentialsBearer<F>`] | a token of the client credentials flow | |
//! | [`OAuth2<F>`] | whatever the flows that it lists give | `OAuth2` |
//! | [`OpenIdConnect<P>`] | whatever the provider gives | `OpenIdConnect` |
//!
//! Each refuses a request without credentials with its 401 and its challenge. `Option` of it lets the request in,
//! [`Either`] of two takes one or the other, and [`Scheme`] makes one of your own. What the credentials are worth is for
//! the application, or for `fastrs-auth`, to say, who then notes a [`Principal`]; what they must allow are scopes:
//! [`Security`], [`SecurityScopes`].
//!
//! No credentials are ever shown by `Debug`.

mod api_key;
mod authorization;
mod basic;
mod either;
mod form;
mod http_auth;
mod oauth2;
mod open_id;
mod scheme;
mod scopes;

pub use api_key::{ApiKey, ApiKeyPlace, KeyIn};
pub use authorization::{Credentials, authorization, bearer_credentials};
pub use basic::{HttpBasic, NoRealm, Realm};
pub use form::{OAuth2PasswordRequestForm, OAuth2PasswordRequestFormStrict};
pub use http_auth::{Bearer, Digest, HttpAuth, HttpBearer, HttpDigest, HttpScheme};
pub use oauth2::{
    AuthorizationCode, AuthorizationCodeFlow, ClientCredentials, ClientCredentialsFlow, Flow, Flows, OAuth2,
    OAuth2AuthorizationCodeBearer, OAuth2Bearer, OAuth2ClientCredentialsBearer, OAuth2Flows,
    OAuth2PasswordBearer, Password, PasswordFlow, TokenFlow,
};
pub use open_id::{OpenIdConnect, OpenIdProvider};
pub use scheme::{BearerScheme, Scheme, Unauthorized, describe_unauthorized, unauthorized};
pub use scopes::{Scope, Scopes, Security, SecurityScopes};

pub use crate::request::Principal;
pub use crate::response::Either;
pub use crate::types::secret::constant_time_eq;
