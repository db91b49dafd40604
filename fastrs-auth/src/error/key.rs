//! The error of keys.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::RandomError;

/// Why a key is not fit to sign or verify tokens. A mistake in the settings: refuse to start.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// The secret is shorter than the 32 bytes that RFC 7518, section 3.2, asks of HS256.
    TooShort {
        /// How many bytes it has.
        bytes: usize,
    },
    /// There is no key in the PEM text.
    Pem,
    /// The key is of a kind that no supported algorithm has.
    Unsupported {
        /// What it lacks.
        why: &'static str,
    },
    /// The file cannot be read.
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        kind: io::ErrorKind,
    },
    /// The environment variable is not set.
    Variable {
        /// Its name.
        name: String,
    },
    /// No key could be made.
    Random(RandomError),
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort { bytes } => {
                write!(f, "an HS256 secret needs at least 32 bytes, this one has {bytes}")
            }
            Self::Pem => f.write_str("there is no key in the PEM text"),
            Self::Unsupported { why } => write!(f, "the key cannot sign tokens: {why}"),
            Self::File { path, kind } => write!(f, "the key file {} cannot be read: {kind}", path.display()),
            Self::Variable { name } => {
                write!(f, "the environment variable {name}, which holds a key, is not set")
            }
            Self::Random(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for KeyError {}
