use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use fastrs::prelude::*;
use fastrs_cache::{Cache, RateLimits, RedisServer};

/// How often the work was done, in this instance.
#[derive(Clone, Default)]
pub struct Worked(pub Arc<AtomicU32>);

/// Once for all instances, however many ask at once.
#[get("/report", cache("60 s", tags = ["reports"]))]
async fn report(worked: State<Worked>) -> String {
    let run = worked.0.fetch_add(1, Ordering::Relaxed);
    fastrs::tokio::time::sleep(Duration::from_millis(50)).await;
    format!("report {run}")
}

#[post("/reports", status = 204)]
async fn publish(cache: Cache) -> NoContent {
    cache.invalidate("reports").await;
    NoContent
}

/// Five attempts altogether, whichever instance they come to.
#[post("/login", rate_limit = "5 / 5 min")]
async fn login() -> &'static str {
    "welcome"
}

/// One of the instances. They share the server and nothing else.
pub fn instance(redis: &RedisServer, worked: &Worked) -> App {
    App::new("Reports", "1.0.0")
        .trusted_proxies(["127.0.0.1"])
        .cache(Cache::tiered(redis))
        .rate_limits(RateLimits::redis(redis))
        .state(worked.clone())
        .routes(routes![report, publish, login])
}
