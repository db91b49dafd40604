//! Digits of a fixed place.

use super::Reason;

/// The digit at `index`.
pub(super) fn one(text: &[u8], index: usize, reason: Reason) -> Result<u32, Reason> {
    let byte = text.get(index).filter(|byte| byte.is_ascii_digit()).ok_or(reason)?;
    Ok(u32::from(byte - b'0'))
}

/// The two digits from `index`.
pub(super) fn two(text: &[u8], index: usize, reason: Reason) -> Result<u32, Reason> {
    Ok(one(text, index, reason)? * 10 + one(text, index + 1, reason)?)
}
