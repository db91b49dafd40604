//! The server, and how long it may take.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, RedisResult};
use tokio::sync::OnceCell;

use super::breaker::Breaker;

/// How a server is spoken to.
#[derive(Debug, Clone)]
pub struct RedisOptions {
    prefix: String,
    command_timeout: Duration,
    connect_timeout: Duration,
}

impl Default for RedisOptions {
    fn default() -> Self {
        Self {
            prefix: "fastrs".into(),
            command_timeout: Duration::from_millis(50),
            connect_timeout: Duration::from_millis(500),
        }
    }
}

impl RedisOptions {
    /// Sets what all keys begin with (`fastrs`, unless set): each application on a shared server has its own.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Sets how long a request waits for the server at most (50 ms, unless set).
    #[must_use]
    pub fn command_timeout(mut self, timeout: Duration) -> Self {
        self.command_timeout = timeout;
        self
    }

    /// Sets how long a connection may take (500 ms, unless set). No request waits for it.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }
}

/// A Redis server: one connection that all requests share, which comes back by itself.
///
/// Nothing is asked of the server before the first command, and a server that is away is no fault of the start: whoever
/// uses it does without it, as documented there. A command that takes longer than it may counts as failed. After five
/// failures in a row only one command each second tries again, until one succeeds; the log has a word of it every ten
/// seconds.
#[derive(Clone)]
pub struct RedisServer(Arc<Inner>);

struct Inner {
    client: Client,
    connection: OnceCell<ConnectionManager>,
    breaker: Breaker,
    options: RedisOptions,
}

/// The server has not answered, or not in time. It has been logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Away;

impl RedisServer {
    /// The server at an address: `redis://:password@host:6379/0`.
    ///
    /// # Errors
    /// If that is no address of a server.
    pub fn new(url: &str) -> Result<Self, InvalidRedisUrl> {
        Self::with_options(url, RedisOptions::default())
    }

    /// The server at an address, spoken to in another way than usual.
    ///
    /// # Errors
    /// If that is no address of a server.
    pub fn with_options(url: &str, options: RedisOptions) -> Result<Self, InvalidRedisUrl> {
        let client = Client::open(url).map_err(|error| InvalidRedisUrl(error.to_string()))?;
        Ok(Self(Arc::new(Inner { client, connection: OnceCell::new(), breaker: Breaker::new(), options })))
    }

    /// What all keys begin with.
    pub(crate) fn prefix(&self) -> &str {
        &self.0.options.prefix
    }

    #[cfg(feature = "memory")]
    pub(crate) fn client(&self) -> &Client {
        &self.0.client
    }

    /// Whether the server answers.
    pub async fn is_there(&self) -> bool {
        self.run(async |mut connection| redis::cmd("PING").query_async::<String>(&mut connection).await)
            .await
            .is_ok()
    }

    /// Runs a command, if it is worth asking, and for no longer than it may take.
    pub(crate) async fn run<T, F, Fut>(&self, command: F) -> Result<T, Away>
    where
        F: FnOnce(ConnectionManager) -> Fut,
        Fut: Future<Output = RedisResult<T>>,
    {
        let breaker = &self.0.breaker;
        if !breaker.lets_through() {
            return Err(Away);
        }
        let done = async { command(self.connection().await?).await };
        let failure = match tokio::time::timeout(self.0.options.command_timeout, done).await {
            Ok(Ok(value)) => {
                breaker.succeeded();
                return Ok(value);
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("no answer within {:?}", self.0.options.command_timeout),
        };
        if let Some(count) = breaker.failed() {
            tracing::warn!("redis failed {count} times: {failure}");
        }
        Err(Away)
    }

    /// Made at the first command, inside the runtime.
    async fn connection(&self) -> RedisResult<ConnectionManager> {
        let make = || async {
            let options = &self.0.options;
            let config = ConnectionManagerConfig::new()
                .set_connection_timeout(Some(options.connect_timeout))
                .set_response_timeout(Some(options.command_timeout))
                .set_min_delay(Duration::from_millis(50))
                .set_max_delay(Duration::from_secs(1))
                .set_number_of_retries(1);
            ConnectionManager::new_lazy_with_config(self.0.client.clone(), config)
        };
        self.0.connection.get_or_try_init(make).await.cloned()
    }
}

impl fmt::Debug for RedisServer {
    /// Without the address, which may have a password in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisServer").field("options", &self.0.options).finish_non_exhaustive()
    }
}

/// A text that is no address of a Redis server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidRedisUrl(String);

impl fmt::Display for InvalidRedisUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no address of a Redis server: {}", self.0)
    }
}

impl std::error::Error for InvalidRedisUrl {}
