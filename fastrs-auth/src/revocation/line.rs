//! The connection to Redis, which is given up when it does not answer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, RedisError};

use crate::error::StoreError;

/// A connection that is opened at its first use, and again when it breaks or leads nowhere.
///
/// The manager of the crate redis sees a connection that is closed. It does not see one behind which nobody is any more,
/// as after a failover or a rule of a firewall that has changed: commands go out, nothing comes back, and the kernel
/// takes a quarter of an hour to notice.
#[derive(Clone)]
pub(super) struct Line(Arc<Shared>);

struct Shared {
    client: Client,
    current: Mutex<Current>,
}

#[derive(Clone)]
struct Current {
    connection: ConnectionManager,
    /// Of how many it is the last.
    turn: u64,
}

impl Line {
    pub(super) fn new(client: Client) -> Result<Self, RedisError> {
        let connection = open(&client)?;
        Ok(Self(Arc::new(Shared { client, current: Mutex::new(Current { connection, turn: 0 }) })))
    }

    /// Asks over the connection, and gives it up when nothing has come back in time.
    pub(super) async fn ask<T, A>(
        &self,
        timeout: Duration,
        question: impl FnOnce(ConnectionManager) -> A,
    ) -> Result<T, StoreError>
    where
        A: Future<Output = Result<T, RedisError>>,
    {
        let Current { connection, turn } = self.current().clone();
        match tokio::time::timeout(timeout, question(connection)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => {
                // The manager's own time is over at about the same time as ours.
                if error.is_timeout() {
                    self.give_up(turn);
                }
                Err(StoreError::new(error))
            }
            Err(_) => {
                self.give_up(turn);
                Err(StoreError::new(format!("Redis did not answer within {timeout:?}")))
            }
        }
    }

    /// Opens another connection in place of this one, unless somebody has done so.
    fn give_up(&self, turn: u64) {
        let mut current = self.current();
        if current.turn == turn
            && let Ok(connection) = open(&self.0.client)
        {
            *current = Current { connection, turn: turn.wrapping_add(1) };
        }
    }

    fn current(&self) -> MutexGuard<'_, Current> {
        self.0.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The manager has times of its own; those of [`Line::ask`] are the ones that count.
fn open(client: &Client) -> Result<ConnectionManager, RedisError> {
    let longest = super::redis::LONGEST;
    let config = ConnectionManagerConfig::new()
        .set_number_of_retries(1)
        .set_max_delay(Duration::from_millis(100))
        .set_connection_timeout(Some(longest))
        .set_response_timeout(Some(longest));
    ConnectionManager::new_lazy_with_config(client.clone(), config)
}
