//! The handler's work, or what a cache has kept of it.

use std::future::Future;

use super::finish;
use crate::caching::CachePlan;
use crate::finish::After;
use crate::request::RequestContext;
use crate::response::Response;

/// The answer to a request whose arguments have been taken, where the cache has it at hand.
pub(crate) fn kept(cx: &RequestContext) -> Option<Response> {
    let plan = cx.route.keeps.get::<CachePlan>()?;
    plan.cache.0.ready(&plan.lookup(cx).request(cx))
}

/// Answers a request that was [not at hand](kept): from elsewhere, or by the handler.
pub(crate) async fn cached<F>(cx: &mut RequestContext, answer: F) -> Response
where
    F: Future<Output = Response> + Send,
{
    let route = cx.route.clone();
    let Some(plan) = route.keeps.get::<CachePlan>() else {
        let answer = answer.await;
        return finish(cx, answer);
    };
    let lookup = plan.lookup(cx);
    // What a dependency has still to end may fail: what depends on it is kept only when it has not.
    let outcome = After::of(cx).filter(|after| after.has_finishers()).map(|after| {
        let (tell, outcome) = tokio::sync::oneshot::channel();
        after.tell_outcome(move |success| _ = tell.send(success));
        outcome
    });
    let miss = lookup.into_miss(cx, outcome);
    let make = Box::pin(async move {
        let answer = answer.await;
        finish(cx, answer)
    });
    plan.cache.0.answer(miss, make).await
}
