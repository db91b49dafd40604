//! The cache as an argument of handlers and dependencies.

use fastrs::RequestContext;
use fastrs::State;
use fastrs::describe::EndpointDescription;
use fastrs::extract::{FromRequest, Rejection};

use super::Cache;

/// The app's own: an app that was not given one with `App::cache` does not start.
impl FromRequest for Cache {
    fn describe(description: &mut EndpointDescription) {
        <State<Self> as FromRequest>::describe(description);
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        let state = State::<Self>::from_request(cx).await?;
        Ok(Self::clone(&state))
    }
}
