//! A limit around anything: the app with its pages and mounts, a router, a route.

use std::any::type_name;
use std::sync::Arc;

use super::{LimitedRequest, Limiter, RateLimit, Settled, Together, admit, describe};
use crate::middleware::{BoxLayer, IntoMiddleware, RouteService};
use crate::request::{ClientAddr, Matched};

/// How a limit is a middleware: a marker that the compiler infers.
#[allow(missing_debug_implementations, reason = "never made")]
pub enum Limiting {}

/// Around the app it counts every request: also those that nothing serves, and those of mounted services.
impl IntoMiddleware<Limiting> for RateLimit {
    fn into_middleware(self) -> BoxLayer {
        let described = |description: &mut crate::describe::EndpointDescription| {
            describe(
                [&RateLimit::new(super::Rate::new(1, std::time::Duration::from_secs(1)))],
                &mut description.responses,
            );
        };
        BoxLayer::from_wrap(type_name::<Self>(), described, move |inner, scope| {
            let Some(store) = scope.shared.keeps.get::<Limiter>().cloned() else {
                panic!("the app has no store that counts: give it one with `App::rate_limits(…)`");
            };
            assert!(
                self.is_early(),
                "around the app nobody knows yet who calls: count by address, or use `rate_limit`"
            );
            let settled = Settled::new(&self, "around", "around").unwrap_or_else(|error| panic!("{error}"));
            if !store.0.is_on() {
                return inner;
            }
            let settled = Arc::new(Together::new(vec![settled]));
            RouteService::from_fn(move |request| {
                let (store, settled, inner) = (store.clone(), settled.clone(), inner.clone());
                Box::pin(async move {
                    let extensions = request.extensions();
                    let known = extensions.get::<ClientAddr>().copied();
                    let client =
                        known.or_else(|| extensions.get::<Matched>().and_then(|matched| matched.client));
                    let admitted = admit(&store, &settled, &LimitedRequest::outside(&request, client)).await;
                    match admitted {
                        Ok(mut admitted) => {
                            let mut response = inner.answer(request).await;
                            admitted.write(&mut response);
                            response
                        }
                        Err(refusal) => refusal,
                    }
                })
            })
        })
    }
}
