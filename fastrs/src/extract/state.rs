//! What the app was given at its start.

use std::any::{TypeId, type_name};
use std::ops::Deref;
use std::sync::Arc;

use super::{FromRequest, Rejection};
use crate::describe::{EndpointDescription, Need};
use crate::error::HttpError;
use crate::request::RequestContext;

/// A value that was given to the app with `App::state`, shared by all requests.
///
/// An app whose handlers need a state that was never given does not start.
///
/// ```
/// use fastrs::prelude::*;
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// #[derive(Default)]
/// struct Visits(AtomicU64);
///
/// #[get("/")]
/// async fn visits(visits: State<Visits>) -> String {
///     visits.0.fetch_add(1, Ordering::Relaxed).to_string()
/// }
///
/// let app = App::new("Visits", "1.0.0").state(Visits::default()).routes(routes![visits]);
/// # app.build().unwrap();
/// ```
#[derive(Debug)]
pub struct State<T>(Arc<T>);

impl<T> State<T> {
    /// The value behind its shared pointer.
    pub fn into_inner(self) -> Arc<T> {
        self.0
    }
}

/// For calling a handler as the plain function it is.
impl<T> From<T> for State<T> {
    fn from(value: T) -> Self {
        Self(Arc::new(value))
    }
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Send + Sync + 'static> FromRequest for State<T> {
    fn describe(description: &mut EndpointDescription) {
        description.needs.push(Need { id: TypeId::of::<Arc<T>>(), name: type_name::<T>() });
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        let missing = || HttpError::new(500, format!("no state of type {}", type_name::<T>()));
        cx.state().map(Self).ok_or_else(|| missing().into())
    }
}
