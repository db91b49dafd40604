//! Several instances of an app that share a Redis server. Each test has keys of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use fastrs::limit::RateLimit;
use fastrs::prelude::*;
use fastrs::testing::TestClient;
use fastrs_cache::store::{RedisStore, Store};
use fastrs_cache::{Cache, RateLimits, RedisOptions, RedisServer};

use crate::cached::{Runs, app, at_once, red_team, stampede};

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

/// Three instances, each with connections of its own.
fn caches(url: &str, make: fn(&RedisServer) -> Cache) -> [Cache; 3] {
    let options = options();
    std::array::from_fn(|_| make(&server(url, options.clone())))
}

const KINDS: [fn(&RedisServer) -> Cache; 2] = [Cache::redis, Cache::tiered];

#[fastrs::test]
async fn nobody_ever_sees_anothers_answer_through_redis() {
    let Some(url) = url() else { return };
    for kind in KINDS {
        let runs = Runs::default();
        let clients = caches(&url, kind).map(|cache| TestClient::new(app(cache, &runs)));
        red_team(&clients, &runs).await;
    }
}

#[fastrs::test]
async fn a_thousand_at_once_cost_one_run_in_three_instances() {
    let Some(url) = url() else { return };
    for kind in KINDS {
        let runs = Runs::default();
        let clients = caches(&url, kind).map(|cache| stampede(cache, &runs));
        at_once(&clients, 1000, "/slow", &[200]).await;
        assert_eq!(runs.count(), 1);
        let runs = Runs::default();
        let clients = caches(&url, kind).map(|cache| stampede(cache, &runs));
        at_once(&clients, 300, "/breaks", &[200, 500]).await;
        assert_eq!(runs.count(), 2, "one broke, the next one made it for all");
    }
}

#[fastrs::test]
async fn what_one_instance_invalidates_the_others_forget() {
    let Some(url) = url() else { return };
    for kind in KINDS {
        let [one, two, _] = caches(&url, kind);
        let count = AtomicU32::new(0);
        let read = async |cache: &Cache| {
            let make = async || count.fetch_add(1, Ordering::SeqCst);
            cache.slot("key").tag("t").get_or_make(make).await
        };
        // The second one listens from its first use on.
        assert_eq!((read(&one).await, read(&two).await), (0, 0));
        fastrs::tokio::time::sleep(Duration::from_millis(300)).await;
        let mut made = 1;
        for _ in 0..3 {
            one.invalidate("t").await;
            fastrs::tokio::time::sleep(Duration::from_millis(100)).await;
            assert_eq!((read(&two).await, read(&one).await), (made, made));
            two.slot("key").tag("t").delete().await;
            fastrs::tokio::time::sleep(Duration::from_millis(100)).await;
            assert_eq!((read(&one).await, read(&two).await), (made + 1, made + 1));
            two.delete_prefix("ke").await;
            fastrs::tokio::time::sleep(Duration::from_millis(100)).await;
            assert_eq!((read(&one).await, read(&two).await), (made + 2, made + 2));
            made += 3;
        }
    }
}

/// A value that another instance invalidates while it is made does not come back.
#[fastrs::test]
async fn a_slow_value_does_not_come_back_after_its_invalidation() {
    let Some(url) = url() else { return };
    let [slow, other, _] = caches(&url, Cache::redis);
    let slot = |cache: &Cache| cache.slot("key").tag("t");
    for how in 0..3 {
        let invalidate = async || {
            match how {
                0 => other.invalidate("t").await,
                1 => other.delete("key").await,
                _ => other.delete_prefix("k").await,
            }
            0u32
        };
        assert_eq!(slot(&slow).get_or_make(invalidate).await, 0, "made before it was invalidated");
        assert_eq!(slot(&slow).get::<u32>().await, None, "{how}");
        assert_eq!(slot(&slow).get_or_make(async || 1u32).await, 1);
        assert_eq!(slot(&other).get::<u32>().await, Some(1));
        other.delete("key").await;
    }
}

/// What is none of this crate's values is dropped, and made anew.
#[fastrs::test]
async fn foreign_values_are_no_answers() {
    let Some(url) = url() else { return };
    let options = options();
    let cache = Cache::redis(&server(&url, options.clone()));
    let store = RedisStore::new(&server(&url, options));
    cache.slot("key").set(&1u32).await.unwrap();
    let entry = store.get(b"v:key", &[]).await.unwrap().entry.unwrap();
    assert_eq!(&entry.bytes()[..], b"1");
    cache.slot("key").set(&"another type").await.unwrap();
    assert_eq!(cache.slot("key").get_or_make(async || 5u32).await, 5);
    assert_eq!(cache.slot("key").get::<u32>().await, Some(5));
}

/// Neither a server that refuses nor one that is silent makes a request fail or wait for long.
#[fastrs::test]
async fn without_the_server_answers_are_made() {
    let hung = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("redis://{}", hung.local_addr().unwrap());
    for url in [nobody(), silent] {
        for kind in KINDS {
            let patience = Duration::from_millis(50);
            let runs = Runs::default();
            let cache = kind(&server(&url, RedisOptions::default().command_timeout(patience)));
            let client = TestClient::new(app(cache, &runs));
            let start = Instant::now();
            for _ in 0..50 {
                client.get("/plain").await.assert_ok();
            }
            client.post("/invalidate").json(&serde_json::json!({ "tag": "t" })).await.assert_status(204);
            let most = patience * 8 + start.elapsed() / 10 + Duration::from_secs(1);
            assert!(start.elapsed() < most, "{:?}", start.elapsed());
            assert_eq!(runs.count(), 50, "nothing is kept, and nothing fails");
        }
    }
}

/// A server of the test's own, which it may stop, pause and start again.
struct Own {
    process: std::process::Child,
    port: u16,
}

impl Own {
    fn start(port: u16) -> Self {
        let mut command = std::process::Command::new("redis-server");
        command.args([
            "--port",
            &port.to_string(),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ]);
        let process = command.stdout(std::process::Stdio::null()).spawn().expect("redis-server is installed");
        let own = Self { process, port };
        let patience = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(patience.elapsed() < Duration::from_secs(10), "redis-server does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        own
    }

    fn signal(&self, name: &str) {
        let sent = std::process::Command::new("kill").args([name, &self.process.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[get("/brief", cache = "30 ms", rate_limit = "1000000 / 1 s")]
async fn brief() -> &'static str {
    "brief"
}

fn both(redis: &RedisServer, kind: fn(&RedisServer) -> Cache) -> Arc<TestClient> {
    let app = App::new("Shop", "1.0.0").cache(kind(redis)).rate_limits(RateLimits::redis(redis));
    Arc::new(TestClient::new(app.routes(routes![brief, login])))
}

/// Limit and cache may each wait once; the rest is the machine's, on which other tests run.
const LONGEST: Duration = Duration::from_millis(2 * 50 + 400);

/// Under load the server is paused, and goes on: nobody waits longer than is set, nobody is refused who should not be.
#[fastrs::test]
async fn a_server_that_is_paused_under_load_holds_nobody_up() {
    if url().is_none() {
        return;
    }
    let own = Own::start(free_port());
    for kind in KINDS {
        let redis = server(&own.url(), RedisOptions::default());
        let client = both(&redis, kind);
        let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let ask = |client: Arc<TestClient>, stop: Arc<std::sync::atomic::AtomicBool>| async move {
            let mut waits = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                let start = Instant::now();
                client.get("/brief").await.assert_ok();
                waits.push(start.elapsed());
                fastrs::tokio::time::sleep(Duration::from_millis(2)).await;
            }
            waits
        };
        let load: Vec<_> = (0..16).map(|_| fastrs::tokio::spawn(ask(client.clone(), stop.clone()))).collect();
        let pause = async |millis| fastrs::tokio::time::sleep(Duration::from_millis(millis)).await;
        pause(300).await;
        own.signal("-STOP");
        pause(1500).await;
        client.post("/login").await.assert_status(503);
        own.signal("-CONT");
        pause(2000).await;
        assert!(redis.is_there().await, "it is back");
        stop.store(true, Ordering::Relaxed);
        let mut waits = Vec::new();
        for task in load {
            waits.extend(task.await.unwrap());
        }
        waits.sort_unstable();
        let (count, longest) = (waits.len(), waits[waits.len() - 1]);
        eprintln!("paused: {count} requests, no 5xx, median {:?}, longest {longest:?}", waits[count / 2]);
        assert!(longest < LONGEST, "{longest:?}");
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[fastrs::test]
async fn a_server_that_is_killed_is_used_again_when_it_is_back() {
    if url().is_none() {
        return;
    }
    let own = Own::start(free_port());
    let (url, port) = (own.url(), own.port);
    let redis = server(&url, RedisOptions::default());
    let client = both(&redis, Cache::redis);
    client.get("/brief").await.assert_ok();
    drop(own);
    let mut longest = Duration::ZERO;
    for _ in 0..100 {
        let start = Instant::now();
        client.get("/brief").await.assert_ok();
        longest = longest.max(start.elapsed());
    }
    assert!(longest < LONGEST, "{longest:?}");
    client.post("/login").await.assert_status(503);
    let _own = Own::start(port);
    let back = Instant::now();
    while !redis.is_there().await {
        assert!(back.elapsed() < Duration::from_secs(5), "it is not used again");
        fastrs::tokio::time::sleep(Duration::from_millis(50)).await;
    }
    eprintln!("killed: longest {longest:?}; used again {:?} after its start", back.elapsed());
    client.post("/login").await.assert_ok();
}
