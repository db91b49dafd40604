//! Dependencies: values made for a request by functions that have the arguments of a handler.

mod cycle;
mod resolution;

use std::any::TypeId;
use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use http::StatusCode;

pub use self::cycle::{Chain, Deepest, Depth, Link, Links, NoDependency, Probe, assert_no_cycle};
use self::resolution::{Resolution, Resolutions};
use crate::describe::EndpointDescription;
use crate::endpoint::BoxFuture;
use crate::error::{HttpError, RequestHead};
use crate::extract::{FromRequest, Rejection};
use crate::finish::{After, Finish};
use crate::request::RequestContext;
use crate::response::IntoResponse as _;

/// Notes a dependency that finishes when the handler has answered.
pub type FinishLater<T> = fn(&RequestContext, Arc<T>) -> Result<(), Rejection>;

/// A type that `#[dependency]` knows how to make.
#[diagnostic::on_unimplemented(
    message = "nothing provides `{Self}`",
    label = "no `#[dependency]` function returns it",
    note = "write `#[dependency] async fn …(…) -> {Self}` (or `-> Result<{Self}, HttpError>`) in the crate of `{Self}`"
)]
pub trait Dependency: Sized + Send + Sync + 'static {
    /// Writes what making it takes, and how that can fail, into the description.
    fn describe(description: &mut EndpointDescription);

    /// Lets it finish when the handler has answered, if it was declared with `#[dependency(finish)]`.
    const FINISH: Option<FinishLater<Self>> = None;

    /// The dependencies that it needs, for the compiler to find cycles among them.
    #[doc(hidden)]
    type Links<N: Depth>: Links;

    /// Makes it.
    ///
    /// # Errors
    /// A [`Rejection`]: faults of the input, or an answer.
    fn resolve(cx: &mut RequestContext) -> impl Future<Output = Result<Self, Rejection>> + Send;
}

/// A value made for this request, once however often it is asked for.
///
/// ```
/// use fastrs::prelude::*;
///
/// struct Paging { skip: u32, limit: u32 }
///
/// #[dependency]
/// async fn paging(#[query(default = 0)] skip: u32, #[query(default = 10, le = 100)] limit: u32) -> Paging {
///     Paging { skip, limit }
/// }
///
/// #[get("/items")]
/// async fn items(paging: Depends<Paging>) -> String { format!("{} from {}", paging.limit, paging.skip) }
/// ```
#[derive(Debug)]
pub struct Depends<T>(Arc<T>);

impl<T> Depends<T> {
    /// The value behind its shared pointer.
    pub fn into_inner(self) -> Arc<T> {
        self.0
    }
}

/// For calling a handler as the plain function it is.
impl<T> From<T> for Depends<T> {
    fn from(value: T) -> Self {
        Self(Arc::new(value))
    }
}

impl<T> Clone for Depends<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Deref for Depends<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// What stands in for a dependency, in tests.
pub(crate) struct Override<T>(Box<dyn Make<T>>);

impl<T: Dependency> Override<T> {
    pub(crate) fn new<Args: 'static>(make: impl StandIn<T, Args>) -> Self {
        Self(Box::new(Typed(make, PhantomData)))
    }
}

/// A [`StandIn`] whose arguments are forgotten.
trait Make<T>: Send + Sync {
    fn make<'c>(&'c self, cx: &'c mut RequestContext) -> BoxFuture<'c, Result<T, Rejection>>;
}

struct Typed<F, Args>(F, PhantomData<fn(Args)>);

impl<T, Args, F: StandIn<T, Args>> Make<T> for Typed<F, Args> {
    fn make<'c>(&'c self, cx: &'c mut RequestContext) -> BoxFuture<'c, Result<T, Rejection>> {
        self.0.make(cx)
    }
}

/// What [`App::override_dependency`](crate::App::override_dependency) takes: an async function or closure that gives a
/// `T`, with up to two extractors as arguments.
pub trait StandIn<T, Args>: Send + Sync + 'static {
    /// Makes the `T`.
    fn make<'c>(&'c self, cx: &'c mut RequestContext) -> BoxFuture<'c, Result<T, Rejection>>;
}

macro_rules! stand_ins {
    ($(($($argument:ident)*))*) => {$(
        impl<T, Fut, F, $($argument),*> StandIn<T, ($($argument,)*)> for F
        where
            F: Fn($($argument),*) -> Fut + Send + Sync + 'static,
            Fut: Future<Output = T> + Send + 'static,
            $($argument: FromRequest,)*
        {
            fn make<'c>(&'c self, cx: &'c mut RequestContext) -> BoxFuture<'c, Result<T, Rejection>> {
                let _ = &cx;
                Box::pin(async move { Ok(self($($argument::from_request(cx).await?),*).await) })
            }
        }
    )*};
}

stand_ins! {
    ()
    (A)
    (A B)
}

impl<T: Dependency> FromRequest for Depends<T> {
    fn describe(description: &mut EndpointDescription) {
        if description.replaced.contains(&TypeId::of::<Override<T>>()) {
            return description.takes_nothing();
        }
        description.dependency(TypeId::of::<T>(), |description| {
            T::describe(description);
            if T::FINISH.is_some() {
                description.concludes = true;
                HttpError::describe(StatusCode::OK, &mut description.responses);
            }
        });
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        if let Some(known) = Resolutions::<T>::find(cx) {
            return known.into_result().map(Self);
        }
        let before = cx.scopes.watch();
        let shared = cx.shared.clone();
        let made = match shared.overrides.get::<Override<T>>() {
            Some(stand_in) => stand_in.0.make(cx).await,
            None => T::resolve(cx).await,
        };
        let by_scopes = cx.scopes.was_seen(before);
        let (resolution, made) = match made {
            Ok(value) => {
                let value = Arc::new(value);
                if let Some(finish) = T::FINISH {
                    finish(cx, value.clone())?;
                }
                (Resolution::Made(value.clone()), Ok(Self(value)))
            }
            Err(Rejection::Invalid(errors)) => (Resolution::Refused, Err(Rejection::Invalid(errors))),
            // It ends the request.
            Err(answer) => return Err(answer),
        };
        Resolutions::keep(cx, resolution, by_scopes);
        made
    }
}

/// What `#[dependency(finish)]` sets as [`Dependency::FINISH`].
#[allow(clippy::missing_errors_doc, reason = "for generated code")]
pub fn finish_after<T: Finish>(cx: &RequestContext, value: Arc<T>) -> Result<(), Rejection> {
    let undescribed = || {
        HttpError::new(500, "a dependency that finishes was taken by an extractor that does not describe it")
    };
    let after = After::of(cx).ok_or_else(undescribed)?;
    if !after.has_finishers() {
        // What comes after the handler may fail, and has lost the request by then.
        after.keep_request(RequestHead::of(cx));
    }
    after.add_finisher(value);
    Ok(())
}

/// A dependency that is asked for its effect, by a router or the app.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ForEffect {
    pub(crate) describe: fn(&mut EndpointDescription),
    pub(crate) resolve: for<'c> fn(&'c mut RequestContext) -> BoxFuture<'c, Result<(), Rejection>>,
}

impl ForEffect {
    pub(crate) fn of<T: Dependency>() -> Self {
        Self {
            describe: <Depends<T> as FromRequest>::describe,
            resolve: |cx| Box::pin(async move { Depends::<T>::from_request(cx).await.map(|_| ()) }),
        }
    }
}
