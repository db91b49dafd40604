use std::time::Duration;

use fastrs::prelude::*;
use fastrs_cache::{Cache, cached};

#[model]
#[derive(Clone)]
pub struct Rate {
    pub currency: String,
    pub rate: f64,
}

/// Asks another server, at most once a minute for each currency.
#[cached(ttl = "60 s", negative = "5 s", tags = ["rates"], cache = cache, key = currency)]
async fn exchange_rate(currency: &str, cache: &Cache) -> Result<Option<Rate>, std::io::Error> {
    let rate = match currency {
        "USD" => Some(1.09),
        "CHF" => Some(0.94),
        _ => None,
    };
    Ok(rate.map(|rate| Rate { currency: currency.to_owned(), rate }))
}

#[get("/rates/{currency}")]
async fn rate(currency: String, cache: Cache) -> Result<Rate, HttpError> {
    exchange_rate(&currency, &cache).await?.or_404("No such currency")
}

/// The same by hand.
#[get("/motto")]
async fn motto(cache: Cache) -> String {
    let slot = cache.slot("motto").ttl(Duration::from_secs(3600)).stale(Duration::from_secs(60));
    slot.get_or_make(async || "much work".to_owned()).await
}

pub fn app() -> App {
    App::new("Rates", "1.0.0").cache(Cache::memory()).routes(routes![rate, motto])
}
