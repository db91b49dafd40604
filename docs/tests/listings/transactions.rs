//! What the database holds agrees with what the clients were told.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::sql_databases::transaction;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};

/// A database in a file, which goes away with it.
struct Database(std::path::PathBuf);

impl Database {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("fastrs-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn options(&self) -> SqliteConnectOptions {
        let options = SqliteConnectOptions::new().filename(self.0.join("bank.db")).create_if_missing(true);
        options.journal_mode(SqliteJournalMode::Wal).busy_timeout(Duration::from_secs(60))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn balances(client: &TestClient) -> Vec<i64> {
    let accounts: Vec<Value> = client.get("/accounts").await.assert_ok().json();
    accounts.iter().map(|account| account["cents"].as_i64().unwrap()).collect()
}

#[fastrs::test]
async fn a_transfer_is_whole_or_not_at_all() {
    let database = Database::new("transfer");
    let client = TestClient::new(transaction::bank(database.options()));
    let send = |from: i64, to: i64, cents: i64| {
        client.post(&format!("/accounts/{from}/transfers")).json(&json!({ "to": to, "cents": cents }))
    };
    let answer = send(1, 3, 300).await.assert_ok();
    assert_eq!(answer.value(), json!({ "id": 1, "cents": 700 }));
    for (request, status) in
        [(send(1, 3, 701), 409), (send(1, 4, 1), 404), (send(4, 1, 1), 404), (send(1, 3, 0), 422)]
    {
        request.await.assert_status(status);
    }
    assert_eq!(balances(&client).await, [700, 1000, 300]);
}

/// What becomes of a handler after it has written.
#[model]
#[derive(Clone, Copy, PartialEq, Debug)]
enum End {
    Well,
    Error,
    Panic,
    Late,
}

/// Reads, waits, and writes what it has read and one more: without a transaction, others come between.
#[post("/count/{account}", timeout = "5 s")]
async fn count(account: i64, end: End, tx: Depends<transaction::Tx>) -> Result<NoContent, HttpError> {
    let mut tx = tx.lock().await;
    let cents: i64 = sqlx::query_scalar("SELECT cents FROM account WHERE id = ?")
        .bind(account)
        .fetch_one(&mut **tx)
        .await?;
    fastrs::tokio::task::yield_now().await;
    let write = sqlx::query("UPDATE account SET cents = ? WHERE id = ?").bind(cents + 1).bind(account);
    write.execute(&mut **tx).await?;
    match end {
        End::Well => Ok(NoContent),
        End::Error => Err(HttpError::new(409, "no")),
        End::Panic => panic!("after it has written"),
        End::Late => std::future::pending().await,
    }
}

#[post("/late/{account}", timeout = "20 ms")]
async fn late(account: i64, tx: Depends<transaction::Tx>) -> Result<NoContent, HttpError> {
    count(account, End::Late, tx).await
}

#[fastrs::test]
async fn the_database_agrees_with_the_answers() {
    let database = Database::new("agree");
    let app = transaction::bank(database.options()).timeout(Duration::from_secs(60));
    let client = Arc::new(TestClient::new(app.routes(routes![count, late])));
    let (told, unknown) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let writers = (0..20u64).map(|writer| {
        let (client, told, unknown) = (client.clone(), told.clone(), unknown.clone());
        fastrs::tokio::spawn(async move {
            for turn in 0..50u64 {
                // Any order that is none.
                match (writer * 31 + turn * 17) % 10 {
                    0 => _ = client.post("/count/3?end=Error").await.assert_status(409),
                    1 => _ = client.post("/count/3?end=Panic").await.assert_status(500),
                    2 => _ = client.post("/late/3").await.assert_status(504),
                    3 => {
                        // The client leaves: what it began goes on, and it never learns what became of it.
                        let request = std::future::IntoFuture::into_future(client.post("/count/3?end=Well"));
                        let left = fastrs::tokio::time::timeout(Duration::from_millis(2), request).await;
                        let counter = if left.is_ok() { &told } else { &unknown };
                        counter.fetch_add(1, Ordering::Relaxed);
                    }
                    _ => {
                        client.post("/count/3?end=Well").await.assert_status(204);
                        told.fetch_add(1, Ordering::Relaxed);
                    }
                }
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let (told, unknown) = (told.load(Ordering::Relaxed), unknown.load(Ordering::Relaxed));
    // What was left to itself ends, too.
    let mut counted = 0;
    for _ in 0..200 {
        let now = balances(&client).await[2] as u64;
        if now == counted && now >= told {
            break;
        }
        counted = now;
        fastrs::tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(told > 500, "most went well: {told}");
    assert!((told..=told + unknown).contains(&counted), "{told} told, {unknown} unknown, {counted} counted");
}
