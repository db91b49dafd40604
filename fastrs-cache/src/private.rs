//! What generated code may name. Nothing here is for people; it changes without notice.

use std::future::Future;
use std::marker::PhantomData;
#[cfg(feature = "memory")]
use std::sync::OnceLock;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::cache::{Cache, Slot};

#[cfg(feature = "memory")]
/// The cache of functions under `#[cached]` that name none.
pub fn of_process() -> &'static Cache {
    static CACHE: OnceLock<Cache> = OnceLock::new();
    CACHE.get_or_init(Cache::memory)
}

/// The slot of one call: the function and the values that make its key.
///
/// # Panics
/// If the key cannot be written as JSON.
pub fn slot(cache: impl AsCache, function: &str, key: &impl Serialize) -> Slot {
    let key = serde_json::to_string(key).expect("the key of a cached function can be written as JSON");
    cache.as_cache().slot(format!("{function}:{key}"))
}

/// A cache, or a reference to one of whatever depth.
pub trait AsCache {
    /// The cache.
    fn as_cache(&self) -> &Cache;
}

impl AsCache for Cache {
    fn as_cache(&self) -> &Cache {
        self
    }
}

impl<T: AsCache + ?Sized> AsCache for &T {
    fn as_cache(&self) -> &Cache {
        (**self).as_cache()
    }
}

/// The type that a cached function gives. Which of the two traits below applies is found by the number of references that
/// the compiler has to take away.
#[derive(Debug)]
pub struct Of<T>(PhantomData<fn() -> T>);

impl<T> Of<T> {
    /// A marker.
    #[allow(clippy::new_without_default, reason = "only generated code makes one")]
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

/// A function that may fail: only what succeeds is kept.
pub trait ViaResult {
    /// What is kept.
    type Value;
    /// What is not.
    type Error;

    /// Looks it up, or runs the function.
    fn run<F, Fut>(
        &self,
        slot: Slot,
        make: F,
    ) -> impl Future<Output = Result<Self::Value, Self::Error>> + Send
    where
        F: FnOnce() -> Fut + Send,
        Fut: Future<Output = Result<Self::Value, Self::Error>> + Send;
}

impl<T, E> ViaResult for &Of<Result<T, E>>
where
    T: Serialize + DeserializeOwned + Send,
    E: Send,
{
    type Value = T;
    type Error = E;

    async fn run<F, Fut>(&self, slot: Slot, make: F) -> Result<T, E>
    where
        F: FnOnce() -> Fut + Send,
        Fut: Future<Output = Result<T, E>> + Send,
    {
        slot.get_or_try_make(make).await
    }
}

/// A function that gives a value.
#[diagnostic::on_unimplemented(
    message = "what a cached function gives can be written and read again: `Serialize` and `DeserializeOwned`"
)]
pub trait ViaValue {
    /// What is kept.
    type Value;

    /// Looks it up, or runs the function.
    fn run<F, Fut>(&self, slot: Slot, make: F) -> impl Future<Output = Self::Value> + Send
    where
        F: FnOnce() -> Fut + Send,
        Fut: Future<Output = Self::Value> + Send;
}

impl<T> ViaValue for Of<T>
where
    T: Serialize + DeserializeOwned + Send,
{
    type Value = T;

    async fn run<F, Fut>(&self, slot: Slot, make: F) -> T
    where
        F: FnOnce() -> Fut + Send,
        Fut: Future<Output = T> + Send,
    {
        slot.get_or_make(make).await
    }
}
