//! Several instances of an app that share a Redis server. Each test has keys of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use fastrs::limit::RateLimit;
use fastrs::prelude::*;
use fastrs::testing::TestClient;
use fastrs_cache::{RateLimits, RedisOptions, RedisServer};

/// The address of the server; none, and loudly, where nobody gives one.
fn url() -> Option<String> {
    let url = std::env::var("FASTRS_TEST_REDIS_URL").ok();
    if url.is_none() {
        let must = std::env::var("FASTRS_TEST_SERVICES").is_ok_and(|value| value == "required");
        assert!(!must, "FASTRS_TEST_REDIS_URL is not set, and FASTRS_TEST_SERVICES is `required`");
        eprintln!("\n!!! SKIPPED: FASTRS_TEST_REDIS_URL is not set !!!\n");
    }
    url
}

/// Options with keys that no other test has, and patience for a machine at work.
fn options() -> RedisOptions {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let own = format!("fastrs-test-{}-{count}", std::process::id());
    RedisOptions::default()
        .prefix(own)
        .command_timeout(Duration::from_secs(5))
        .connect_timeout(Duration::from_secs(5))
}

fn server(url: &str, options: RedisOptions) -> RedisServer {
    RedisServer::with_options(url, options).unwrap()
}

/// A port that nobody listens on.
fn nobody() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("redis://{}", listener.local_addr().unwrap())
}

#[get("/limited", rate_limit = "100 / 24 h, 10000 / 48 h")]
async fn limited() -> &'static str {
    "admitted"
}

#[post("/login", rate_limit = RateLimit::new("3 / 24 h").closed_when_away())]
async fn login() -> &'static str {
    "welcome"
}

#[get("/free")]
async fn free() -> &'static str {
    "free"
}

fn limiting(server: &RedisServer) -> App {
    App::new("Shop", "1.0.0").rate_limits(RateLimits::redis(server)).routes(routes![limited, login, free])
}

#[fastrs::test]
async fn three_instances_admit_exactly_what_one_would() {
    let Some(url) = url() else { return };
    let options = options();
    // a connection of its own for each, as for processes
    let instances: Vec<_> =
        (0..3).map(|_| Arc::new(TestClient::new(limiting(&server(&url, options.clone()))))).collect();
    let clients: Vec<_> = (0..64)
        .map(|index| {
            let client = instances[index % 3].clone();
            fastrs::tokio::spawn(async move {
                let mut admitted = 0;
                for _ in 0..5 {
                    let answer = client.get("/limited").await;
                    admitted += u32::from(answer.status() == 200);
                    assert!(
                        answer.header("ratelimit").unwrap().starts_with("\"limited-24h\";r="),
                        "{answer:?}"
                    );
                }
                admitted
            })
        })
        .collect();
    let mut sum = 0;
    for client in clients {
        sum += client.await.unwrap();
    }
    assert_eq!(sum, 100);
    let refused = instances[0].get("/limited").await.assert_status(429);
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((800..=864).contains(&wait), "a hundredth of a day: {wait}");
}

#[fastrs::test]
async fn what_was_used_comes_back_by_the_servers_clock() {
    let Some(url) = url() else { return };
    let app = App::new("Shop", "1.0.0").rate_limits(RateLimits::redis(&server(&url, options())));
    let client = TestClient::new(app.rate_limit("2 / 1 s").routes(routes![free]));
    let mut admitted = 0;
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(2100) {
        admitted += u32::from(client.get("/free").await.status() == 200);
    }
    let whole = 2 + (start.elapsed().as_millis() / 500) as u32;
    assert!(admitted == whole || admitted + 1 == whole, "{admitted} of {whole}");
}

/// While nobody can count, an open limit counts for itself, and a closed one refuses. No request waits long.
#[fastrs::test]
async fn without_the_server_limits_are_open_or_closed_as_set() {
    let hung = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("redis://{}", hung.local_addr().unwrap());
    for url in [nobody(), silent] {
        let patience = Duration::from_millis(50);
        let options = RedisOptions::default().command_timeout(patience);
        let client = TestClient::new(limiting(&server(&url, options)));
        let start = Instant::now();
        for _ in 0..100 {
            client.get("/limited").await.assert_ok();
        }
        let refused = client.post("/login").await.assert_status(503);
        assert_eq!(refused.header("retry-after"), Some("1"));
        client.get("/limited").await.assert_status(429);
        // five commands may wait, and one each second after that
        let most = patience * 8 + start.elapsed() / 20 + Duration::from_secs(1);
        assert!(start.elapsed() < most, "{:?}", start.elapsed());
    }
}
