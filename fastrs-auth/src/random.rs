//! Unguessable text: secrets, token ids.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::RandomError;

/// A new secret: 32 bytes (256 bits) from the operating system, as 43 characters of unpadded base64url.
///
/// Fit for [`Jwt::hs256`](crate::token::Jwt::hs256), and safe in URLs, headers and environment variables.
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
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(RandomError)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_url_safe_and_never_the_same() {
        let (one, two) = (random_secret().unwrap(), random_secret().unwrap());
        assert_ne!(one, two);
        assert!(one.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)), "{one}");
    }
}
