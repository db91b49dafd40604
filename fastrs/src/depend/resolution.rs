//! What has become of a dependency in this request.

use std::sync::Arc;

use crate::extract::Rejection;
use crate::request::RequestContext;
use crate::validate::ValidationErrors;

/// What has become of one dependency.
pub(super) enum Resolution<T> {
    Made(Arc<T>),
    /// Its own input was invalid: its faults have been told.
    Refused,
}

impl<T> Clone for Resolution<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Made(value) => Self::Made(value.clone()),
            Self::Refused => Self::Refused,
        }
    }
}

impl<T> Resolution<T> {
    pub(super) fn into_result(self) -> Result<Arc<T>, Rejection> {
        match self {
            Self::Made(value) => Ok(value),
            Self::Refused => Err(Rejection::Invalid(ValidationErrors::new())),
        }
    }
}

/// All that is known of a dependency: one value, or one for each list of scopes if it looks at them.
pub(super) struct Resolutions<T> {
    any: Option<Resolution<T>>,
    by_scopes: Vec<(Box<[&'static str]>, Resolution<T>)>,
}

impl<T> Default for Resolutions<T> {
    fn default() -> Self {
        Self { any: None, by_scopes: Vec::new() }
    }
}

impl<T: Send + Sync + 'static> Resolutions<T> {
    /// What is known under the scopes that are asked for here.
    pub(super) fn find(cx: &mut RequestContext) -> Option<Resolution<T>> {
        let known = cx.resolved.get::<Self>()?;
        if let Some(any) = &known.any {
            return Some(any.clone());
        }
        let same = known.by_scopes.iter().find(|(scopes, _)| **scopes == *cx.scopes.names());
        let found = same.map(|(_, resolution)| resolution.clone());
        if found.is_some() {
            // Who takes it depends on the scopes through it.
            cx.scopes.look();
        }
        found
    }

    pub(super) fn keep(cx: &mut RequestContext, resolution: Resolution<T>, by_scopes: bool) {
        let Some(known) = cx.resolved.get_or_default::<Self>() else { return };
        if by_scopes {
            known.by_scopes.push((cx.scopes.names().into(), resolution));
        } else {
            known.any = Some(resolution);
        }
    }
}
