//! Where users and todos are kept. SQL lives in this folder and nowhere else.
//!
//! SQLite allows one writer at a time. So every write is a single statement, which takes the lock, does its work and
//! commits in one step. Should you need several statements, open the transaction with
//! `pool.begin_with("BEGIN IMMEDIATE")`: it waits for its turn at the start instead of failing in the middle.

mod api_keys;
mod todos;
mod users;

#[cfg(test)]
mod tests;

use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, SubsecRound, Utc};
use sqlx::SqlitePool;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

pub use api_keys::ApiKeyTable;
pub use todos::{TodoChanges, TodoRow, Todos};
pub use users::{NewUser, UserChanges, UserRow, Users};

/// The files of `migrations/`, built into the program. The path starts at the `Cargo.toml` of the package.
static MIGRATIONS: Migrator = sqlx::migrate!("todo_api/migrations");

/// The database. A clone is cheap and shares the same connections.
#[derive(Clone, Debug)]
pub struct Store {
    pool: SqlitePool,
}

impl Store {
    /// Opens the database, creates it if it is missing, and brings its tables up to date.
    ///
    /// `database_url` names a file (`sqlite://todo.db`) or `sqlite::memory:`, a new and empty database for a test.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened, was written by a newer version of this program, or does not exist yet and
    /// another process creates it at this very moment.
    pub async fn open(database_url: &str) -> Result<Self, StoreError> {
        let pool = pool_options(database_url).connect_with(connect_options(database_url)?).await?;
        migrate(&pool).await?;
        Ok(Self { pool })
    }

    pub fn users(&self) -> Users<'_> {
        Users { pool: &self.pool }
    }

    pub fn todos(&self) -> Todos<'_> {
        Todos { pool: &self.pool }
    }

    pub fn api_keys(&self) -> ApiKeyTable<'_> {
        ApiKeyTable { pool: &self.pool }
    }

    /// Asks the database for a sign of life, for a readiness check.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Waits for running queries and closes the files, for the shutdown.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

fn connect_options(database_url: &str) -> Result<SqliteConnectOptions, sqlx::Error> {
    let options = SqliteConnectOptions::from_str(database_url)?
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(Duration::from_secs(5));
    Ok(options)
}

fn pool_options(database_url: &str) -> SqlitePoolOptions {
    let options = SqlitePoolOptions::new().acquire_timeout(Duration::from_secs(3));
    if database_url.contains(":memory:") {
        // A database in memory is gone with its last connection: keep exactly one, for ever.
        options.max_connections(1).idle_timeout(None).max_lifetime(None)
    } else {
        options
    }
}

/// Runs the new migrations in one transaction, so that two processes starting together take turns.
async fn migrate(pool: &SqlitePool) -> Result<(), sqlx::Error> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    // Not `run`: its future cannot be moved between threads when it is given a transaction.
    MIGRATIONS.run_direct(None, &mut *transaction, false).await?;
    transaction.commit().await
}

/// The time as it is stored: in microseconds, which every client can read without loss.
fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("username already taken")]
    UsernameTaken,
    #[error("email already taken")]
    EmailTaken,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}
