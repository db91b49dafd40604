use fastrs::prelude::*;
use fastrs_cache::Cache;

#[model]
pub struct Report {
    pub region: String,
    pub total: u64,
}

/// The sales of a region: much work, and the same for everyone who asks.
#[get("/reports/{region}", cache = "60 s")]
async fn report(region: String, since: Option<u32>) -> Report {
    let total = sum(&region, since).await;
    Report { region, total }
}

async fn sum(region: &str, since: Option<u32>) -> u64 {
    region.len() as u64 * u64::from(since.unwrap_or(2000))
}

pub fn app() -> App {
    App::new("Reports", "1.0.0").cache(Cache::memory()).routes(routes![report])
}
