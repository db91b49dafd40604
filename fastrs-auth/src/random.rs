//! Unguessable text: secrets, ids of tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::RandomError;

/// A new secret: 32 bytes (256 bits) from the operating system, as 43 characters of unpadded base64url.
///
/// Fit for [`Key::hs256`](crate::Key::hs256), and safe in URLs, headers and environment variables.
/// An HS256 secret must outlive the process and be the same in all replicas: make it once and keep it in the settings.
///
/// # Errors
///
/// [`RandomError`] when the operating system has no randomness to give.
///
/// # Example
///
/// ```
/// let secret = fastrs_auth::random_secret()?;
/// assert_eq!(secret.len(), 43);
/// assert_ne!(secret, fastrs_auth::random_secret()?);
/// # Ok::<(), fastrs_auth::RandomError>(())
/// ```
pub fn random_secret() -> Result<String, RandomError> {
    random_text::<32>()
}

/// `BYTES` random bytes as unpadded base64url.
pub(crate) fn random_text<const BYTES: usize>() -> Result<String, RandomError> {
    Ok(base64url(&random_bytes::<BYTES>()?))
}

pub(crate) fn random_bytes<const BYTES: usize>() -> Result<[u8; BYTES], RandomError> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(RandomError)?;
    Ok(bytes)
}

/// RFC 4648, section 5, without padding.
pub(crate) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// `None` for anything but what [`base64url`] writes.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_url_safe_and_never_the_same() {
        let (one, two) = (random_secret().unwrap(), random_secret().unwrap());
        assert_ne!(one, two);
        assert!(one.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)), "{one}");
        assert_eq!(from_base64url(&one).unwrap().len(), 32);
    }
}
