//! Values in Redis, which all instances share.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use ::redis::{Script, cmd};
use fastrs::BoxFuture;
use fastrs::bytes::Bytes;

use super::{Entry, Found, Outcome, Stamp, Store, Ticket};
use crate::codec::{decode, encode, millis};
use crate::error::CacheError;
use crate::key::{hex, unique};
use crate::redis::{Away, RedisServer};

/// How long a tag is known after it was last asked for. Values of a tag that is forgotten count no more.
const TAGS: Duration = Duration::from_secs(30 * 24 * 3600);

/// How long a deletion is remembered: longer than any handler may run.
const DELETIONS: Duration = Duration::from_secs(120);

/// The value, the last deletion, the epoch, and the generations of the tags, which are made where they are missing.
static GET: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local found = { redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2]), redis.call('GET', KEYS[3]) }
for i = 4, #KEYS do
    local generation = redis.call('GET', KEYS[i])
    if generation then
        redis.call('PEXPIRE', KEYS[i], ARGV[1])
    else
        generation = ARGV[i - 2]
        redis.call('SET', KEYS[i], generation, 'PX', ARGV[1])
    end
    found[i] = generation
end
return found
",
    )
});

/// Keeps a value if nothing has been deleted since its ticket was given.
static SET: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
if (redis.call('GET', KEYS[2]) or '0') ~= ARGV[1] then return 0 end
if (redis.call('GET', KEYS[3]) or '0') ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
return 1
",
    )
});

/// Gives a lock back if it is still one's own.
static UNLOCK: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0",
    )
});

/// The largest value that is kept: a server that is shared is not for large things.
const MAX_VALUE: usize = 1 << 20;

/// Values in Redis. While the server is away nothing is kept and nothing is found.
#[derive(Debug, Clone)]
pub struct RedisStore {
    server: RedisServer,
    max_value: usize,
}

impl RedisStore {
    /// Values in this server.
    pub fn new(server: &RedisServer) -> Self {
        Self { server: server.clone(), max_value: MAX_VALUE }
    }

    /// Sets how large one value may be (1 MiB, unless set): a larger one is not kept.
    #[must_use]
    pub fn max_value(mut self, bytes: usize) -> Self {
        self.max_value = bytes;
        self
    }

    #[cfg(feature = "memory")]
    pub(super) fn server(&self) -> &RedisServer {
        &self.server
    }

    fn name(&self, kind: &str, key: &[u8]) -> Vec<u8> {
        let mut name = format!("{}:{kind}:", self.server.prefix()).into_bytes();
        name.extend_from_slice(key);
        name
    }

    fn epoch(&self) -> Vec<u8> {
        self.name("epoch", b"")
    }

    async fn found(&self, key: &[u8], tags: &[String]) -> Outcome<Found> {
        let mut call = GET.prepare_invoke();
        call.key(self.name("value", key)).key(self.name("gone", key)).key(self.epoch());
        call.arg(millis(TAGS)).arg(0);
        for tag in tags {
            call.key(self.name("tag", tag.as_bytes())).arg(unique().to_string());
        }
        let call = &call;
        let run = self
            .server
            .run(async |mut connection| call.invoke_async::<Vec<Option<Vec<u8>>>>(&mut connection).await);
        let found = run.await.map_err(away)?;
        let mut found = found.into_iter();
        let mut next = || found.next().flatten();
        let value = next();
        let (deleted, epoch) = (number(next()), number(next()));
        let stamps: Vec<Stamp> =
            tags.iter().map(|tag| Stamp { tag: tag.clone(), generation: number(next()) }).collect();
        let mut entry = None;
        if let Some(value) = value {
            match decode(&Bytes::from(value)) {
                Some((read, made_under)) if made_under == stamps => entry = Some(Arc::new(read)),
                // Its tags have been invalidated, or it is none of this version's: the next one is written over it.
                Some(_) => {}
                None => {
                    tracing::warn!("redis: a value that is not this version's is dropped");
                    let name = self.name("value", key);
                    let _ = self
                        .server
                        .run(async |mut connection| {
                            cmd("DEL").arg(&name).query_async::<()>(&mut connection).await
                        })
                        .await;
                }
            }
        }
        Ok(Found { entry, ticket: Ticket { stamps, deleted, epoch, front: None } })
    }

    async fn keep(&self, key: &[u8], entry: &Entry, ticket: &Ticket) -> Outcome<()> {
        let size = entry.bytes().len();
        if size > self.max_value {
            return Err(CacheError::TooLarge { size, limit: self.max_value });
        }
        let keeps = millis(entry.keeps());
        if keeps == 0 {
            return Ok(());
        }
        let mut call = SET.prepare_invoke();
        call.key(self.name("value", key)).key(self.name("gone", key)).key(self.epoch());
        call.arg(ticket.deleted.to_string()).arg(ticket.epoch.to_string());
        call.arg(encode(entry, &ticket.stamps)).arg(keeps);
        let call = &call;
        self.server
            .run(async |mut connection| call.invoke_async::<()>(&mut connection).await)
            .await
            .map_err(away)
    }

    async fn forget(&self, key: &[u8]) -> Outcome<()> {
        let mut both = ::redis::pipe();
        both.atomic();
        both.cmd("SET")
            .arg(self.name("gone", key))
            .arg(unique().to_string())
            .arg("PX")
            .arg(millis(DELETIONS))
            .ignore();
        both.cmd("DEL").arg(self.name("value", key)).ignore();
        let both = &both;
        self.server
            .run(async |mut connection| both.query_async::<()>(&mut connection).await)
            .await
            .map_err(away)
    }

    /// Walks over the keys in steps, so that the server is never held up.
    async fn forget_prefix(&self, prefix: &[u8]) -> Outcome<()> {
        let epoch = self.epoch();
        let raised = self.server.run(async |mut connection| {
            cmd("SET").arg(&epoch).arg(unique().to_string()).query_async::<()>(&mut connection).await
        });
        raised.await.map_err(away)?;
        let pattern = pattern(&self.name("value", prefix));
        let mut cursor = 0u64;
        loop {
            let step = self.server.run(async |mut connection| {
                let mut scan = cmd("SCAN");
                scan.arg(cursor).arg("MATCH").arg(&pattern).arg("COUNT").arg(1000);
                let (next, keys): (u64, Vec<Vec<u8>>) = scan.query_async(&mut connection).await?;
                if !keys.is_empty() {
                    cmd("UNLINK").arg(&keys).query_async::<()>(&mut connection).await?;
                }
                Ok(next)
            });
            cursor = step.await.map_err(away)?;
            if cursor == 0 {
                return Ok(());
            }
        }
    }

    async fn forget_tag(&self, tag: &str) -> Outcome<()> {
        let name = self.name("tag", tag.as_bytes());
        let set = self.server.run(async |mut connection| {
            let mut set = cmd("SET");
            set.arg(&name).arg(unique().to_string()).arg("PX").arg(millis(TAGS));
            set.query_async::<()>(&mut connection).await
        });
        set.await.map_err(away)
    }
}

fn away(Away: Away) -> CacheError {
    CacheError::Unavailable
}

fn number(text: Option<Vec<u8>>) -> u64 {
    text.and_then(|text| String::from_utf8(text).ok()?.parse().ok()).unwrap_or(0)
}

/// The keys that begin so, as a pattern: what has a meaning in patterns is escaped.
fn pattern(prefix: &[u8]) -> Vec<u8> {
    let mut pattern = Vec::with_capacity(prefix.len() + 1);
    for byte in prefix {
        if b"*?[]\\".contains(byte) {
            pattern.push(b'\\');
        }
        pattern.push(*byte);
    }
    pattern.push(b'*');
    pattern
}

impl Store for RedisStore {
    fn get<'a>(&'a self, key: &'a [u8], tags: &'a [String]) -> BoxFuture<'a, Outcome<Found>> {
        Box::pin(self.found(key, tags))
    }

    fn set<'a>(&'a self, key: &'a [u8], entry: Arc<Entry>, ticket: &'a Ticket) -> BoxFuture<'a, Outcome<()>> {
        Box::pin(async move { self.keep(key, &entry, ticket).await })
    }

    fn delete<'a>(&'a self, key: &'a [u8]) -> BoxFuture<'a, Outcome<()>> {
        Box::pin(self.forget(key))
    }

    fn delete_prefix<'a>(&'a self, prefix: &'a [u8]) -> BoxFuture<'a, Outcome<()>> {
        Box::pin(self.forget_prefix(prefix))
    }

    fn invalidate<'a>(&'a self, tag: &'a str) -> BoxFuture<'a, Outcome<()>> {
        Box::pin(self.forget_tag(tag))
    }

    fn lock<'a>(
        &'a self,
        key: &'a [u8],
        token: u64,
        longest: Duration,
    ) -> Option<BoxFuture<'a, Outcome<bool>>> {
        Some(Box::pin(async move {
            let name = self.name("lock", key);
            let set = self.server.run(async |mut connection| {
                let mut set = cmd("SET");
                set.arg(&name).arg(hex(&token.to_be_bytes())).arg("NX").arg("PX").arg(millis(longest));
                set.query_async::<Option<String>>(&mut connection).await
            });
            set.await.map(|set| set.is_some()).map_err(away)
        }))
    }

    fn unlock<'a>(&'a self, key: &'a [u8], token: u64) -> BoxFuture<'a, Outcome<()>> {
        Box::pin(async move {
            let mut call = UNLOCK.prepare_invoke();
            call.key(self.name("lock", key)).arg(hex(&token.to_be_bytes()));
            let call = &call;
            let run = self.server.run(async |mut connection| call.invoke_async::<()>(&mut connection).await);
            run.await.map_err(away)
        })
    }
}
