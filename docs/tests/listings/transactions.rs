//! What the database holds agrees with what the clients were told.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs::tokio::sync::Mutex;
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

/// How many successes the clients were told of, and how many they did not wait for.
struct Told {
    told: u64,
    unknown: u64,
}

/// 20 writers with 50 transactions each, some of which go wrong in each of the ways there are.
async fn write(client: TestClient) -> (Arc<TestClient>, Told) {
    let client = Arc::new(client);
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
    let told = Told { told: told.load(Ordering::Relaxed), unknown: unknown.load(Ordering::Relaxed) };
    (client, told)
}

/// The count is that of the successes, once what was left to itself has ended.
async fn agrees(client: &TestClient, Told { told, unknown }: Told) {
    let mut counted = 0;
    for _ in 0..200 {
        let now = balances(client).await[2] as u64;
        if now == counted && now >= told {
            break;
        }
        counted = now;
        fastrs::tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(told > 500, "most went well: {told}");
    assert!((told..=told + unknown).contains(&counted), "{told} told, {unknown} unknown, {counted} counted");
}

#[fastrs::test]
async fn the_database_agrees_with_the_answers() {
    let database = Database::new("agree");
    let app = transaction::bank(database.options()).timeout(Duration::from_secs(60));
    let (client, told) = write(TestClient::new(app.routes(routes![count, late]))).await;
    agrees(&client, told).await;
}

/// The same on PostgreSQL, of which the book says in a sentence what is other there.
mod postgres {
    use sqlx::postgres::{PgPool, PgPoolOptions};
    use sqlx::{AssertSqlSafe, Executor};

    use super::*;

    struct Tx(Mutex<sqlx::Transaction<'static, sqlx::Postgres>>);

    #[dependency(finish)]
    async fn tx(db: State<PgPool>) -> Result<Tx, HttpError> {
        Ok(Tx(Mutex::new(db.begin().await?)))
    }

    impl Finish for Tx {
        async fn finish(self, outcome: Outcome<'_>) -> Result<(), HttpError> {
            let tx = self.0.into_inner();
            if outcome.is_success() {
                tx.commit().await?
            } else {
                tx.rollback().await?
            }
            Ok(())
        }
    }

    #[post("/count/{account}", timeout = "60 s")]
    async fn count(account: i64, end: End, tx: Depends<Tx>) -> Result<NoContent, HttpError> {
        let mut tx = tx.0.lock().await;
        let cents: i64 = sqlx::query_scalar("SELECT cents FROM account WHERE id = $1 FOR UPDATE")
            .bind(account)
            .fetch_one(&mut **tx)
            .await?;
        let write = sqlx::query("UPDATE account SET cents = $1 WHERE id = $2").bind(cents + 1).bind(account);
        write.execute(&mut **tx).await?;
        match end {
            End::Well => Ok(NoContent),
            End::Error => Err(HttpError::new(409, "no")),
            End::Panic => panic!("after it has written"),
            End::Late => std::future::pending().await,
        }
    }

    #[post("/late/{account}", timeout = "20 ms")]
    async fn late(account: i64, tx: Depends<Tx>) -> Result<NoContent, HttpError> {
        count(account, End::Late, tx).await
    }

    #[model]
    #[derive(sqlx::FromRow)]
    struct Account {
        id: i64,
        cents: i64,
    }

    #[get("/accounts")]
    async fn accounts(db: State<PgPool>) -> Result<Vec<Account>, HttpError> {
        Ok(sqlx::query_as("SELECT * FROM account ORDER BY id").fetch_all(&*db).await?)
    }

    /// A pool whose connections see a schema of this process alone.
    async fn pool(url: &str, schema: &'static str) -> PgPool {
        let path = format!("SET search_path TO {schema}");
        let options = PgPoolOptions::new().max_connections(8).after_connect(move |connection, _| {
            let path = path.clone();
            Box::pin(async move { connection.execute(AssertSqlSafe(path)).await.map(drop) })
        });
        let pool = options.connect(url).await.expect("PostgreSQL is there");
        let tables = format!(
            "DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema};
             CREATE TABLE {schema}.account (id BIGINT PRIMARY KEY, cents BIGINT NOT NULL);
             INSERT INTO {schema}.account VALUES (1, 0), (2, 0), (3, 0)"
        );
        pool.execute(AssertSqlSafe(tables)).await.unwrap();
        pool
    }

    #[fastrs::test]
    async fn the_database_agrees_with_the_answers() {
        let Some(url) = service("FASTRS_TEST_POSTGRES_URL") else { return };
        let schema = format!("fastrs_{}", std::process::id()).leak();
        let pool = pool(&url, schema).await;
        let app = App::new("Bank", "0.1.0").state(pool.clone()).routes(routes![count, late, accounts]);
        let (client, told) = write(TestClient::new(app)).await;
        agrees(&client, told).await;
        pool.execute(AssertSqlSafe(format!("DROP SCHEMA {schema} CASCADE"))).await.unwrap();
    }
}

/// The address of a service; none, and loudly, where nobody gives one.
pub fn service(variable: &str) -> Option<String> {
    let address = std::env::var(variable).ok();
    if address.is_none() {
        let must = std::env::var("FASTRS_TEST_SERVICES").is_ok_and(|value| value == "required");
        assert!(!must, "{variable} is not set, and FASTRS_TEST_SERVICES is `required`");
        eprintln!("\n!!! SKIPPED: {variable} is not set !!!\n");
    }
    address
}
