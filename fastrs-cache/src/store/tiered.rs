//! Memory in front of Redis.

use std::sync::{Arc, Once, Weak};
use std::time::Duration;

use ::redis::cmd;
use fastrs::BoxFuture;
use tokio_stream::StreamExt as _;

use super::{Entry, Found, MemoryOptions, MemoryStore, Outcome, RedisStore, Store, Ticket};
use crate::redis::RedisServer;

/// Memory in front of Redis: what this instance has asked for before costs no way to the server.
///
/// What one instance invalidates the others learn by a message (Redis' publish/subscribe), within milliseconds. Messages
/// can be lost while a connection is away: when it is back an instance forgets what it has in memory, and nothing stays
/// there longer than ten seconds in any case. So an answer may be out of date for that long at most.
pub struct TieredStore {
    front: Arc<MemoryStore>,
    back: RedisStore,
    longest: Duration,
    channel: String,
    listens: Once,
}

impl TieredStore {
    /// Memory of this size in front of this server.
    pub fn new(server: &RedisServer, options: MemoryOptions) -> Self {
        Self {
            front: Arc::new(MemoryStore::new(options)),
            back: RedisStore::new(server),
            longest: Duration::from_secs(10),
            channel: format!("{}:invalidated", server.prefix()),
            listens: Once::new(),
        }
    }

    /// Sets how long a value stays in memory without being asked for at the server (10 s, unless set).
    #[must_use]
    pub fn local_lifetime(mut self, longest: Duration) -> Self {
        self.longest = longest;
        self
    }

    /// Listens for what other instances invalidate, from the first use on: only then is there a runtime.
    fn listen(&self) {
        self.listens.call_once(|| {
            let (front, client) = (Arc::downgrade(&self.front), self.back.server().client().clone());
            let channel = self.channel.clone();
            tokio::spawn(async move {
                while front.strong_count() > 0 {
                    if let Err(error) = hear(&client, &channel, &front).await {
                        tracing::warn!("redis: invalidations of other instances cannot be heard: {error}");
                    }
                    if let Some(front) = front.upgrade() {
                        front.forget_all();
                    }
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            });
        });
    }

    /// Tells the other instances. If the server is away they hear nothing, and forget when they notice.
    async fn tell(&self, word: &'static str, what: &[u8]) {
        let mut message = word.as_bytes().to_vec();
        message.extend_from_slice(what);
        let told = self.back.server().run(async |mut connection| {
            cmd("PUBLISH").arg(&self.channel).arg(&message).query_async::<()>(&mut connection).await
        });
        let _ = told.await;
    }
}

/// Does what the messages say until the connection ends.
async fn hear(
    client: &::redis::Client,
    channel: &str,
    front: &Weak<MemoryStore>,
) -> ::redis::RedisResult<()> {
    let mut subscription = client.get_async_pubsub().await?;
    subscription.subscribe(channel).await?;
    // What was said before this is not known.
    if let Some(front) = front.upgrade() {
        front.forget_all();
    }
    let mut messages = subscription.into_on_message();
    while let Some(message) = messages.next().await {
        let Some(front) = front.upgrade() else { return Ok(()) };
        let payload = message.get_payload_bytes();
        match payload.split_at_checked(1) {
            Some((b"k", key)) => front.forget(key),
            Some((b"p", prefix)) => front.forget_prefix(prefix),
            Some((b"t", tag)) => front.forget_tag(&String::from_utf8_lossy(tag)),
            _ => {}
        }
    }
    Ok(())
}

impl std::fmt::Debug for TieredStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TieredStore").field("front", &self.front).finish_non_exhaustive()
    }
}

impl Store for TieredStore {
    fn peek(&self, key: &[u8]) -> Option<Arc<Entry>> {
        self.front.peek(key)
    }

    fn get<'a>(&'a self, key: &'a [u8], tags: &'a [String]) -> BoxFuture<'a, Outcome<Found>> {
        self.listen();
        Box::pin(async move {
            // Before the server is asked: what is invalidated meanwhile must not be kept in memory.
            let front = self.front.ticket(key, tags);
            if let Some(entry) = self.front.peek(key).filter(|entry| entry.is_fresh()) {
                return Ok(Found {
                    entry: Some(entry),
                    ticket: Ticket { front: Some(Box::new(front)), ..Ticket::default() },
                });
            }
            let mut found = self.back.get(key, tags).await?;
            if let Some(entry) = &found.entry {
                let _ = self.front.keep(key, Arc::new(entry.shortened(self.longest)), &front);
            }
            found.ticket.front = Some(Box::new(front));
            Ok(found)
        })
    }

    fn set<'a>(&'a self, key: &'a [u8], entry: Arc<Entry>, ticket: &'a Ticket) -> BoxFuture<'a, Outcome<()>> {
        Box::pin(async move {
            self.back.set(key, entry.clone(), ticket).await?;
            match &ticket.front {
                Some(front) => self.front.keep(key, Arc::new(entry.shortened(self.longest)), front),
                None => Ok(()),
            }
        })
    }

    fn delete<'a>(&'a self, key: &'a [u8]) -> BoxFuture<'a, Outcome<()>> {
        Box::pin(async move {
            let done = self.back.delete(key).await;
            self.front.forget(key);
            self.tell("k", key).await;
            done
        })
    }

    fn delete_prefix<'a>(&'a self, prefix: &'a [u8]) -> BoxFuture<'a, Outcome<()>> {
        Box::pin(async move {
            let done = self.back.delete_prefix(prefix).await;
            self.front.forget_prefix(prefix);
            self.tell("p", prefix).await;
            done
        })
    }

    fn invalidate<'a>(&'a self, tag: &'a str) -> BoxFuture<'a, Outcome<()>> {
        Box::pin(async move {
            let done = self.back.invalidate(tag).await;
            self.front.forget_tag(tag);
            self.tell("t", tag.as_bytes()).await;
            done
        })
    }

    fn lock<'a>(
        &'a self,
        key: &'a [u8],
        token: u64,
        longest: Duration,
    ) -> Option<BoxFuture<'a, Outcome<bool>>> {
        self.back.lock(key, token, longest)
    }

    fn unlock<'a>(&'a self, key: &'a [u8], token: u64) -> BoxFuture<'a, Outcome<()>> {
        self.back.unlock(key, token)
    }
}
