//! Names of what is kept.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

/// Longer keys are kept as their digest.
const LONGEST: usize = 200;

/// The key of a cached answer: what the operation declares, or a digest of it where that is long or has credentials in
/// it.
///
/// It begins with the length of the operation's name and a method, so its second byte is a letter: that of a digest, and of
/// a [value](of_value), is a colon.
pub(crate) fn of_response(key: &[u8], has_secrets: bool) -> Cow<'_, [u8]> {
    if !has_secrets && key.len() <= LONGEST {
        return Cow::Borrowed(key);
    }
    let mut own = Vec::with_capacity(34);
    own.extend_from_slice(b"R:");
    own.extend_from_slice(&Sha256::digest(key));
    Cow::Owned(own)
}

/// The key of a value.
pub(crate) fn of_value(key: &str) -> Vec<u8> {
    let mut own = Vec::with_capacity(key.len() + 2);
    own.extend_from_slice(b"v:");
    own.extend_from_slice(key.as_bytes());
    own
}

/// A number that nobody else has: for generations and locks.
pub(crate) fn unique() -> u64 {
    let random = getrandom::u64().unwrap_or_else(|_| {
        // No system that this runs on refuses; a clock is unique enough to invalidate by.
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(1, |since| since.as_nanos() as u64)
    });
    random.max(1)
}

/// `"…"`: a strong validator of what is sent, equal in all instances.
pub(crate) fn etag(parts: [&[u8]; 3]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let digest = hasher.finalize();
    let mut text = String::with_capacity(34);
    text.push('"');
    text.push_str(&hex(&digest[..16]));
    text.push('"');
    text
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: &u8| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    bytes.iter().flat_map(digits).map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_not_kept() {
        let key = of_response(b"GET /me Bearer very-secret", true);
        assert!(!key.windows(6).any(|part| part == b"secret"));
        assert_ne!(key, of_response(b"GET /me Bearer very-secret2", true));
        assert_eq!(of_response(&[b'a'; 5000], false).len(), 34);
        assert_eq!(&*of_response(b"\x05GET /", false), b"\x05GET /");
    }
}
