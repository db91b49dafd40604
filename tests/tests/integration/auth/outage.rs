//! Redis goes away and comes back while requests come in.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use fastrs::testing::TestClient;
use fastrs::tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use fastrs::tokio::net::{TcpListener, TcpStream};
use fastrs_auth::{Outage, RedisRevocations, Sessions};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::task::JoinHandle;

use super::redis_server::RedisServer;
use super::shop::{client, pair, refresh_with, refused, sessions};

const TIMEOUT: Duration = Duration::from_millis(300);
/// What a request may take beside: two cores are shared by all tests of the machine.
const SLACK: Duration = Duration::from_millis(1200);

fn sessions_at(url: &str, outage: Outage) -> Sessions {
    let store = RedisRevocations::new(url).unwrap().with_timeout(TIMEOUT);
    sessions().with_store(store).with_outage(outage)
}

/// Requests without a pause, until it is dropped.
struct Load {
    goes_on: Arc<AtomicBool>,
    answered: Arc<AtomicUsize>,
    callers: Vec<JoinHandle<()>>,
}

impl Load {
    fn new(client: &Arc<TestClient>, token: &str) -> Self {
        let (goes_on, answered) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicUsize::new(0)));
        let caller = |_| {
            let (client, token) = (client.clone(), token.to_owned());
            let (goes_on, answered) = (goes_on.clone(), answered.clone());
            tokio::spawn(async move {
                while goes_on.load(Ordering::Relaxed) {
                    let begun = Instant::now();
                    let status = client.get("/me").bearer(&token).await.status();
                    assert!([200, 503].contains(&status), "a good token is answered with {status}");
                    let took = begun.elapsed();
                    assert!(took < TIMEOUT + SLACK, "a request took {took:?}");
                    answered.fetch_add(1, Ordering::Relaxed);
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            })
        };
        Self { callers: (0..100).map(caller).collect(), goes_on, answered }
    }

    async fn stop(self) -> usize {
        self.goes_on.store(false, Ordering::Relaxed);
        for caller in self.callers {
            caller.await.unwrap();
        }
        self.answered.load(Ordering::Relaxed)
    }
}

/// Asks until the answer has the status.
async fn becomes(client: &TestClient, token: &str, status: u16, within: Duration) {
    let begun = Instant::now();
    while client.get("/me").bearer(token).await.status() != status {
        assert!(begun.elapsed() < within, "not {status} within {within:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

const SOON: Duration = Duration::from_secs(5);

#[fastrs::test]
async fn redis_stopped_and_restarted_under_load_closes_the_door() {
    let Some(mut redis) = RedisServer::new("closed") else { return };
    let sessions = sessions_at(&redis.url(), Outage::Refuse);
    let client = client(sessions.clone());
    let (good, ended) = (pair(&sessions, "ann"), pair(&sessions, "ann"));
    client.post("/logout").bearer(&ended.access_token).await.assert_status(204);
    let load = Load::new(&client, &good.access_token);
    becomes(&client, &good.access_token, 200, SOON).await;
    for end in ["paused", "killed"] {
        let other = pair(&sessions, "bob");
        if end == "paused" {
            redis.pause()
        } else {
            redis.kill()
        }
        becomes(&client, &good.access_token, 503, SOON).await;
        for _ in 0..5 {
            let answer = client.get("/me").bearer(&good.access_token).await.assert_status(503);
            assert_eq!(answer.header("retry-after"), Some("1"), "{end}");
            // Nothing of the inside.
            let text = answer.text().to_lowercase();
            assert!(
                !text.contains("redis") && !text.contains("127.0.0.1") && !text.contains("refused"),
                "{text}"
            );
        }
        client.get("/me").bearer(&ended.access_token).await.assert_status(503);
        client.get("/maybe").bearer(&good.access_token).await.assert_status(503);
        refresh_with(&client, &other.refresh_token).await.assert_status(503);
        client.post("/logout").bearer(&good.access_token).await.assert_status(503);
        client.post("/logout-all").bearer(&good.access_token).await.assert_status(503);
        // What is not good by itself is refused all the same, and what asks for nothing is answered.
        refused(end, &client.get("/me").bearer("x").await);
        client.get("/health").await.assert_ok();
        if end == "paused" {
            redis.go_on()
        } else {
            redis.start()
        }
        becomes(&client, &good.access_token, 200, SOON).await;
        // What was ended before is ended still: Redis had written it down.
        refused(end, &client.get("/me").bearer(&ended.access_token).await);
        // The scripts are gone from a new process, and are sent again.
        let fresh = pair(&sessions, "eve");
        refresh_with(&client, &fresh.refresh_token).await.assert_ok();
        refused(end, &refresh_with(&client, &fresh.refresh_token).await);
        // Whether the refresh that was answered with 503 was done nobody knows: it is never done twice.
        let again = refresh_with(&client, &other.refresh_token).await.status();
        assert!([200, 401].contains(&again), "{again}");
        refused(end, &refresh_with(&client, &other.refresh_token).await);
    }
    let answered = load.stop().await;
    assert!(answered > 500, "{answered} requests");
}

#[fastrs::test]
async fn redis_stopped_and_restarted_under_load_leaves_the_door_open_where_that_is_the_setting() {
    let Some(mut redis) = RedisServer::new("open") else { return };
    let sessions = sessions_at(&redis.url(), Outage::Accept);
    let client = client(sessions.clone());
    let (good, ended) = (pair(&sessions, "ann"), pair(&sessions, "ann"));
    client.post("/logout").bearer(&ended.access_token).await.assert_status(204);
    let load = Load::new(&client, &good.access_token);
    for end in ["paused", "killed"] {
        if end == "paused" {
            redis.pause()
        } else {
            redis.kill()
        }
        // The price of the setting, and the sign that Redis is away.
        becomes(&client, &ended.access_token, 200, SOON).await;
        for _ in 0..5 {
            client.get("/me").bearer(&good.access_token).await.assert_ok();
        }
        // A signature is asked for all the same, and refreshing and logging out are closed always.
        refused(end, &client.get("/me").bearer("x").await);
        refused(end, &client.get("/me").bearer(&good.refresh_token).await);
        refresh_with(&client, &pair(&sessions, "bob").refresh_token).await.assert_status(503);
        // (Redis may hear of the log-out when it goes on: what it became of is not known.)
        let other = pair(&sessions, "bob").access_token;
        client.post("/logout").bearer(&other).await.assert_status(503);
        client.post("/logout-all").bearer(&other).await.assert_status(503);
        if end == "paused" {
            redis.go_on()
        } else {
            redis.start()
        }
        becomes(&client, &ended.access_token, 401, SOON).await;
        client.get("/me").bearer(pair(&sessions, "eve").access_token).await.assert_ok();
    }
    load.stop().await;
}

/// A way to Redis on which everything can get lost: the connections stay, and nothing comes through any more.
struct Way {
    address: std::net::SocketAddr,
    opened: Arc<AtomicUsize>,
    /// Of the first so many connections nothing comes through.
    lost: Arc<AtomicUsize>,
    running: JoinHandle<()>,
}

impl Way {
    async fn to(redis: (&'static str, u16)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (opened, lost) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (count, known) = (opened.clone(), lost.clone());
        let running = tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                let server = TcpStream::connect(redis).await.unwrap();
                let index = count.fetch_add(1, Ordering::SeqCst);
                let ((from_client, to_client), (from_server, to_server)) =
                    (client.into_split(), server.into_split());
                tokio::spawn(pass(from_client, to_server, known.clone(), index));
                tokio::spawn(pass(from_server, to_client, known.clone(), index));
            }
        });
        Self { address, opened, lost, running }
    }

    /// All connections that there are lead nowhere from now on.
    fn lose(&self) {
        self.lost.store(self.opened.load(Ordering::SeqCst), Ordering::SeqCst);
    }
}

impl Drop for Way {
    fn drop(&mut self) {
        self.running.abort();
    }
}

/// Passes on what comes, while its connection is not lost.
async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, lost: Arc<AtomicUsize>, index: usize) {
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        if index >= lost.load(Ordering::SeqCst) && to.write_all(&buffer[..count]).await.is_err() {
            break;
        }
    }
}

#[fastrs::test]
async fn a_connection_to_redis_that_leads_nowhere_is_given_up() {
    let Some(redis) = RedisServer::new("nowhere") else { return };
    let way = Way::to(redis.address()).await;
    // At the setting, and at the longest there is.
    for timeout in [TIMEOUT, Duration::from_secs(1)] {
        let store = RedisRevocations::new(&format!("redis://{}", way.address)).unwrap().with_timeout(timeout);
        let sessions = sessions().with_store(store);
        let client = client(sessions.clone());
        let good = pair(&sessions, "ann");
        client.get("/me").bearer(&good.access_token).await.assert_ok();
        for _ in 0..2 {
            way.lose();
            client.get("/me").bearer(&good.access_token).await.assert_status(503);
            becomes(&client, &good.access_token, 200, SOON).await;
            refresh_with(&client, &pair(&sessions, "bob").refresh_token).await.assert_ok();
        }
    }
}
