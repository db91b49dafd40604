//! Keys from an address.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use fastrs::serde_json::{self, Value};
use reqwest::redirect::Policy;
use reqwest::{Client, Url};

use super::KeySource;
use crate::error::StoreError;

/// More is no key set.
const MAX_BYTES: usize = 256 * 1024;
const TIMEOUT: Duration = Duration::from_secs(5);

/// The JSON Web Key Set at an address, as in `https://id.example.com/.well-known/jwks.json`.
///
/// Over TLS, or from this machine; redirects are not followed, more than 256 KiB are not read, and 5 seconds must do.
///
/// ```no_run
/// use fastrs_auth::{HttpKeys, RemoteJwt};
///
/// let keys = HttpKeys::new("https://id.example.com/.well-known/jwks.json")?;
/// let remote = RemoteJwt::new(keys, "https://id.example.com", "shop");
/// # Ok::<(), fastrs_auth::StoreError>(())
/// ```
#[derive(Debug)]
pub struct HttpKeys {
    client: Client,
    url: Url,
}

impl HttpKeys {
    /// The set at this address.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if it is no address, or one over which anybody could answer.
    pub fn new(url: &str) -> Result<Self, StoreError> {
        let url = Url::parse(url).map_err(StoreError::new)?;
        let is_local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        if url.scheme() != "https" && !(url.scheme() == "http" && is_local) {
            return Err(StoreError::new("the keys of an issuer must come over https"));
        }
        // ring, as everywhere in this crate, unless the program has chosen another.
        let _already_set = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().timeout(TIMEOUT).redirect(Policy::none()).build();
        Ok(Self { client: client.map_err(StoreError::new)?, url })
    }

    async fn get(&self) -> Result<Value, StoreError> {
        let mut answer = self.client.get(self.url.clone()).send().await.map_err(StoreError::new)?;
        if answer.status() != reqwest::StatusCode::OK {
            return Err(StoreError::new(format!("{} answered {}", self.url, answer.status())));
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(StoreError::new)? {
            if body.len() + chunk.len() > MAX_BYTES {
                return Err(StoreError::new(format!("{} gave more than {MAX_BYTES} bytes", self.url)));
            }
            body.extend_from_slice(&chunk);
        }
        serde_json::from_slice(&body).map_err(StoreError::new)
    }
}

impl KeySource for HttpKeys {
    fn fetch(&self) -> Pin<Box<dyn Future<Output = Result<Value, StoreError>> + Send + '_>> {
        Box::pin(self.get())
    }
}
