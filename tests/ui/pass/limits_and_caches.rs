//! Limits and caches as people write them.
use std::time::Duration;

use fastrs::limit::{Rate, RateLimit};
use fastrs::prelude::*;
use fastrs_cache::{Cache, cached};

#[get("/one", rate_limit = "5 / 5 min")]
async fn one() -> String {
    String::new()
}

#[get("/two", rate_limit = "10 / 1 s, 1000 / 24 h burst 50", cache = "60 s")]
async fn two(id: Option<u64>) -> String {
    format!("{id:?}")
}

#[get("/three", rate_limit = ["10 / 1 s", RateLimit::new("5 / 1 min").by_principal()])]
async fn three() -> String {
    String::new()
}

const RATE: Duration = Duration::from_secs(60);

#[get("/four/{id}", rate_limit = Rate::new(5, RATE), cache("1 min", stale = "5 min", negative = "5 s", tags = ["a", "b:{id}"]))]
async fn four(id: u64) -> Option<String> {
    Some(id.to_string())
}

#[get("/five", cache = "500 ms", blocking)]
fn five(cache: Cache) -> String {
    drop(cache);
    String::new()
}

mod serde_json {}

#[cached(ttl = "60 s")]
async fn generic<T: fastrs::serde::Serialize + Send + Sync>(value: &T) -> Result<u64, std::io::Error> {
    let _ = value;
    Ok(1)
}

#[cached(ttl = "60 s", key = (), cache = Cache::memory())]
pub async fn with_key((a, b): (u64, u64)) -> Vec<u64> {
    vec![a, b]
}

fn main() {
    let _ = fastrs::routes![one, two, three, four, five];
    let _ = (generic(&1), with_key((1, 2)));
}
