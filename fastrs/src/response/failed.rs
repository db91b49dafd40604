//! The mark of an answer that was made of an error.

use std::sync::Arc;

use super::InternalError;
use crate::validate::ValidationErrors;

/// Rides along in the extensions of an error's answer, so that whoever stands further out can tell it from an answer
/// that a handler wrote, and write it anew.
///
/// The detail is not kept beside it: it is in the body.
#[derive(Debug, Clone, Default)]
pub(crate) struct Failed {
    /// The error behind it, where it was one of a type.
    pub(crate) source: Option<InternalError>,
    /// What was invalid, if it is the 422.
    pub(crate) invalid: Option<Arc<ValidationErrors>>,
    /// Whether the app's own error handlers have seen it.
    pub(crate) seen: bool,
}
