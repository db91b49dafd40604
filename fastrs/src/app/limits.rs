//! The limits of the app, of its routers and of an operation, gathered around one route.

use super::App;
use crate::limit::{Limiter, RateLimit, RouteLimits, Settled};
use crate::path::Template;
use crate::router::Placed;

/// A limit around a route, with what it is counted under and how it is told.
pub(super) struct Around {
    pub(super) limit: RateLimit,
    scope: String,
    name: String,
}

/// The limits around a route, outermost first.
pub(super) fn limits_around(app: &App, placed: &Placed) -> Vec<Around> {
    let root = &app.root_path;
    let of_app = app.limits.iter().map(|limit| Around {
        limit: limit.clone(),
        scope: format!("{root}*"),
        name: "app".to_owned(),
    });
    let of_routers = placed.limits.iter().map(|shared| Around {
        limit: shared.limit.clone(),
        scope: format!("{root}{}", shared.scope),
        name: router_name(&shared.scope),
    });
    let operation = placed.route.operation;
    let own = (placed.route.limits)().into_iter().map(|limit| Around {
        limit,
        scope: format!("{root}{} {}{}", operation.method, placed.prefix, operation.path),
        name: operation.name.to_owned(),
    });
    of_app.chain(of_routers).chain(own).collect()
}

/// The prefix of a router, or the word where it has none.
fn router_name(scope: &str) -> String {
    let prefix = scope.split('#').next().unwrap_or_default();
    let prefix = prefix.replace('>', "");
    match prefix.trim_matches('/') {
        "" => "router".to_owned(),
        prefix => prefix.to_owned(),
    }
}

/// The limits around a route as they are asked. Those whose rates cannot be read have been told as faults.
pub(super) fn route_limits(app: &App, store: Option<&Limiter>, placed: &Placed) -> Option<RouteLimits> {
    let settled = limits_around(app, placed)
        .iter()
        .filter_map(|around| Settled::new(&around.limit, &around.scope, &around.name).ok())
        .collect();
    RouteLimits::new(store?, settled)
}

/// What an operation is called in the keys of a cache: the same in all instances of the app.
pub(super) fn operation_key(app: &App, placed: &Placed, template: &Template) -> String {
    let operation = placed.route.operation;
    format!("{} {}{}", operation.method, app.root_path, template.as_str())
}
