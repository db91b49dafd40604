//! What can go wrong with a store.

use std::fmt;

/// Why a store could not do what it was asked.
#[derive(Debug)]
#[non_exhaustive]
pub enum CacheError {
    /// The server is away, or took too long.
    Unavailable,
    /// A value cannot be written as JSON.
    Encode(serde_json::Error),
    /// A value is larger than the store keeps.
    TooLarge {
        /// Its size in bytes.
        size: usize,
        /// The largest size that is kept.
        limit: usize,
    },
}

impl fmt::Display for CacheError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable => f.write_str("the store is away"),
            Self::Encode(error) => write!(f, "the value cannot be written as JSON: {error}"),
            Self::TooLarge { size, limit } => {
                write!(f, "the value has {size} bytes, and the store keeps at most {limit}")
            }
        }
    }
}

impl std::error::Error for CacheError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Encode(error) => Some(error),
            _ => None,
        }
    }
}
