use fastrs::prelude::*;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{Sqlite, SqlitePool};
use tokio::sync::{Mutex, MutexGuard};

/// The transaction of a request: kept if the client is told of a success, undone else.
pub struct Tx(Mutex<sqlx::Transaction<'static, Sqlite>>);

#[dependency(finish)]
async fn tx(db: State<SqlitePool>) -> Result<Tx, HttpError> {
    // IMMEDIATE, so that it waits for its turn now, and not when it has read already what another one changes.
    Ok(Tx(Mutex::new(db.begin_with("BEGIN IMMEDIATE").await?)))
}

impl Tx {
    pub async fn lock(&self) -> MutexGuard<'_, sqlx::Transaction<'static, Sqlite>> {
        self.0.lock().await
    }
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

#[model]
struct Transfer {
    to: i64,
    #[field(gt = 0)]
    cents: i64,
}

#[model]
#[derive(sqlx::FromRow)]
struct Account {
    id: i64,
    cents: i64,
}

#[post("/accounts/{id}/transfers")]
async fn transfer(id: i64, transfer: Transfer, tx: Depends<Tx>) -> Result<Account, HttpError> {
    let mut tx = tx.lock().await;
    let add = "UPDATE account SET cents = cents + ? WHERE id = ? RETURNING *";
    let to = sqlx::query_as::<_, Account>(add).bind(transfer.cents).bind(transfer.to);
    to.fetch_optional(&mut **tx).await?.or_404("There is no such account")?;
    let from = sqlx::query_as::<_, Account>(add).bind(-transfer.cents).bind(id);
    let from = from.fetch_optional(&mut **tx).await?.or_404("There is no such account")?;
    if from.cents < 0 {
        // The other account has its money already: not for long.
        return Err(HttpError::new(409, "There is not enough money"));
    }
    Ok(from)
}

#[get("/accounts")]
async fn accounts(db: State<SqlitePool>) -> Result<Vec<Account>, HttpError> {
    Ok(sqlx::query_as("SELECT * FROM account ORDER BY id").fetch_all(&*db).await?)
}

/// Opens the database, with three accounts.
async fn open(options: SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    let pool = SqlitePoolOptions::new().max_connections(8).connect_with(options).await?;
    let table = "CREATE TABLE IF NOT EXISTS account (id INTEGER PRIMARY KEY, cents INTEGER NOT NULL)";
    sqlx::query(table).execute(&pool).await?;
    sqlx::query("INSERT OR IGNORE INTO account VALUES (1, 1000), (2, 1000), (3, 0)").execute(&pool).await?;
    Ok(pool)
}

/// The bank on a database of its own.
pub fn bank(options: SqliteConnectOptions) -> App {
    App::new("Bank", "0.1.0").state_from(move || open(options)).routes(routes![transfer, accounts])
}

pub fn app() -> App {
    // In memory for all connections of the process.
    bank(SqliteConnectOptions::new().filename("file:bank?mode=memory&cache=shared"))
}
