use fastrs_auth::api_key::Answer;
use fastrs_auth::{ApiKeyRecord, ApiKeyStore};
use sqlx::SqlitePool;

use super::Store;

/// One row of `api_keys`.
#[derive(sqlx::FromRow)]
struct ApiKeyRow {
    id: String,
    user_id: i64,
    name: String,
    scopes: String,
    hash: String,
    created: i64,
    expires: Option<i64>,
    last_used: Option<i64>,
    revoked: bool,
}

impl From<ApiKeyRow> for ApiKeyRecord {
    fn from(row: ApiKeyRow) -> Self {
        let mut record =
            ApiKeyRecord::new(row.id, row.user_id.to_string(), row.hash, row.created.unsigned_abs());
        record.name = row.name;
        record.scopes = row.scopes.split_ascii_whitespace().map(str::to_owned).collect();
        record.expires = row.expires.map(i64::unsigned_abs);
        record.last_used = row.last_used.map(i64::unsigned_abs);
        record.revoked = row.revoked;
        record
    }
}

/// The table `api_keys`.
pub struct ApiKeyTable<'a> {
    pub(super) pool: &'a SqlitePool,
}

impl ApiKeyTable<'_> {
    /// A user's keys that have not been revoked, the newest first.
    pub async fn of(&self, user_id: i64) -> Result<Vec<ApiKeyRecord>, super::StoreError> {
        let rows: Vec<ApiKeyRow> = sqlx::query_as(
            "SELECT * FROM api_keys WHERE user_id = ? AND NOT revoked ORDER BY created DESC, id",
        )
        .bind(user_id)
        .fetch_all(self.pool)
        .await?;
        Ok(rows.into_iter().map(ApiKeyRecord::from).collect())
    }

    async fn insert(&self, record: ApiKeyRecord) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO api_keys (id, user_id, name, scopes, hash, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(record.id)
        .bind(record.owner.parse::<i64>().unwrap_or_default())
        .bind(record.name)
        .bind(record.scopes.join(" "))
        .bind(record.hash)
        .bind(record.created.cast_signed())
        .bind(record.expires.map(u64::cast_signed))
        .execute(self.pool)
        .await?;
        Ok(())
    }

    async fn find(&self, id: &str) -> Result<Option<ApiKeyRow>, sqlx::Error> {
        sqlx::query_as("SELECT * FROM api_keys WHERE id = ?").bind(id).fetch_optional(self.pool).await
    }

    async fn touch(&self, id: &str, used: u64) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE api_keys SET last_used = ? WHERE id = ?")
            .bind(used.cast_signed())
            .bind(id)
            .execute(self.pool)
            .await?;
        Ok(())
    }

    async fn revoke(&self, owner: &str, id: &str) -> Result<bool, sqlx::Error> {
        let done =
            sqlx::query("UPDATE api_keys SET revoked = TRUE WHERE id = ? AND user_id = ? AND NOT revoked")
                .bind(id)
                .bind(owner.parse::<i64>().unwrap_or_default())
                .execute(self.pool)
                .await?;
        Ok(done.rows_affected() == 1)
    }
}

fn failed(error: sqlx::Error) -> fastrs_auth::StoreError {
    fastrs_auth::StoreError::new(error)
}

/// Where fastrs-auth keeps the keys that it makes.
impl ApiKeyStore for Store {
    fn insert<'a>(&'a self, record: ApiKeyRecord) -> Answer<'a, ()> {
        Box::pin(async move { self.api_keys().insert(record).await.map_err(failed) })
    }

    fn find<'a>(&'a self, id: &'a str) -> Answer<'a, Option<ApiKeyRecord>> {
        Box::pin(async move {
            let row = self.api_keys().find(id).await.map_err(failed)?;
            Ok(row.map(ApiKeyRecord::from))
        })
    }

    fn touch<'a>(&'a self, id: &'a str, used: u64) -> Answer<'a, ()> {
        Box::pin(async move { self.api_keys().touch(id, used).await.map_err(failed) })
    }

    fn revoke<'a>(&'a self, owner: &'a str, id: &'a str) -> Answer<'a, bool> {
        Box::pin(async move { self.api_keys().revoke(owner, id).await.map_err(failed) })
    }
}
