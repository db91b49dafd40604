//! Revocations that all instances share.

use std::fmt;
use std::sync::LazyLock;
use std::time::Duration;

use redis::{Client, FromRedisValue, RedisError, Script, cmd};

use super::line::Line;
use super::{Answer, Redemption, RevocationStore, SessionOf};
use crate::error::StoreError;

const ENDED: &str = "ended";

/// The longest that an answer is waited for.
pub(super) const LONGEST: Duration = Duration::from_secs(1);

/// A note is never kept for shorter than it was: instances may have other settings.
const KEPT: &str = r"
    local function kept(key, keep)
        local left = redis.call('PTTL', key)
        if left > tonumber(keep) then return left end
        return keep
    end
";

fn script(body: &str) -> Script {
    Script::new(&format!("{KEPT}{body}"))
}

/// KEYS: the note of the session, that of the subject. ARGV: the generation, when the session began, how long to keep.
static REDEEM: LazyLock<Script> = LazyLock::new(|| {
    script(
        r"
        local all = redis.call('GET', KEYS[2])
        if all and tonumber(ARGV[2]) <= tonumber(all) then return 2 end
        local note = redis.call('GET', KEYS[1])
        if note == 'ended' then return 2 end
        local keep = kept(KEYS[1], ARGV[3])
        if note and tonumber(ARGV[1]) < tonumber(note) then
            redis.call('SET', KEYS[1], 'ended', 'PX', keep)
            return 1
        end
        redis.call('SET', KEYS[1], string.format('%.0f', tonumber(ARGV[1]) + 1), 'PX', keep)
        return 0
        ",
    )
});

/// KEYS: the note of the session. ARGV: how long to keep.
static REVOKE: LazyLock<Script> =
    LazyLock::new(|| script("redis.call('SET', KEYS[1], 'ended', 'PX', kept(KEYS[1], ARGV[1]))"));

/// KEYS: the note of the subject. ARGV: until when sessions that began are ended, how long to keep.
static REVOKE_ALL: LazyLock<Script> = LazyLock::new(|| {
    script(
        r"
        local all = redis.call('GET', KEYS[1])
        local keep = kept(KEYS[1], ARGV[2])
        if not all or tonumber(all) < tonumber(ARGV[1]) then
            redis.call('SET', KEYS[1], ARGV[1], 'PX', keep)
        else
            redis.call('PEXPIRE', KEYS[1], keep)
        end
        ",
    )
});

/// Revocations in Redis: what one instance revokes, all others refuse from then on, and after a restart too.
///
/// Every step is one command or one script, so that it is atomic. The connection is opened at the first use and opened
/// again when it breaks or leads nowhere; a command that has no answer within the [`with_timeout`](Self::with_timeout)
/// is an error, and what becomes of the request then is for [`Outage`](crate::Outage) to say.
///
/// Redis must not forget early: use a `maxmemory-policy` of `noeviction`, and persistence if log-outs must outlive a
/// restart of Redis.
///
/// # Example
///
/// ```no_run
/// use fastrs_auth::{Jwt, RedisRevocations, Sessions, random_secret};
///
/// let jwt = Jwt::hs256(random_secret()?)?;
/// let sessions = Sessions::new(jwt).with_store(RedisRevocations::new("redis://127.0.0.1:6379")?.with_prefix("shop"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct RedisRevocations {
    line: Line,
    prefix: String,
    timeout: Duration,
}

impl RedisRevocations {
    /// The server at `url`, as in `redis://user:password@host:6379/0`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if that is no such address. Whether somebody listens there shows at the first use.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub fn new(url: &str) -> Result<Self, StoreError> {
        let line = Client::open(url).and_then(Line::new).map_err(failed)?;
        Ok(Self { line, prefix: "fastrs".to_owned(), timeout: LONGEST })
    }

    /// What the names of all keys begin with, followed by a colon; `fastrs` unless set.
    pub fn with_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// How long to wait for an answer at most, the connecting included: at most a second, which it is unless set.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout.min(LONGEST);
        self
    }

    /// The braces keep what belongs to one subject on one node of a cluster.
    fn session(&self, session: SessionOf<'_>) -> String {
        format!("{}:{{{}}}:session:{}", self.prefix, session.subject, session.id)
    }

    fn subject(&self, subject: &str) -> String {
        format!("{}:{{{subject}}}:sessions", self.prefix)
    }

    async fn ask<T: FromRedisValue>(&self, command: &redis::Cmd) -> Result<T, StoreError> {
        let ask = async |mut connection| command.query_async(&mut connection).await;
        self.line.ask(self.timeout, ask).await
    }

    async fn run<T: FromRedisValue>(&self, script: &redis::ScriptInvocation<'_>) -> Result<T, StoreError> {
        let ask = async |mut connection| script.invoke_async(&mut connection).await;
        self.line.ask(self.timeout, ask).await
    }
}

fn failed(error: RedisError) -> StoreError {
    StoreError::new(error)
}

/// At least a millisecond, which Redis insists on, and not more than it can count.
fn millis(keep: Duration) -> u64 {
    const CENTURY: u64 = 100 * 366 * 24 * 60 * 60 * 1000;
    u64::try_from(keep.as_millis()).unwrap_or(CENTURY).clamp(1, CENTURY)
}

impl RevocationStore for RedisRevocations {
    fn is_revoked<'a>(&'a self, session: SessionOf<'a>) -> Answer<'a, bool> {
        Box::pin(async move {
            let mut command = cmd("MGET");
            command.arg(self.session(session)).arg(self.subject(session.subject));
            let (note, all): (Option<String>, Option<u64>) = self.ask(&command).await?;
            Ok(note.is_some_and(|note| note == ENDED) || all.is_some_and(|all| session.id.begun() <= all))
        })
    }

    fn redeem<'a>(
        &'a self,
        session: SessionOf<'a>,
        generation: u64,
        keep: Duration,
    ) -> Answer<'a, Redemption> {
        Box::pin(async move {
            let mut script = REDEEM.key(self.session(session));
            script
                .key(self.subject(session.subject))
                .arg(generation)
                .arg(session.id.begun())
                .arg(millis(keep));
            match self.run(&script).await? {
                0 => Ok(Redemption::First),
                1 => Ok(Redemption::Replayed),
                2 => Ok(Redemption::Revoked),
                other => Err(StoreError::new(format!("Redis answered {other} to the script"))),
            }
        })
    }

    fn revoke<'a>(&'a self, session: SessionOf<'a>, keep: Duration) -> Answer<'a, ()> {
        Box::pin(async move {
            let mut script = REVOKE.key(self.session(session));
            script.arg(millis(keep));
            self.run(&script).await
        })
    }

    fn ended_until<'a>(&'a self, subject: &'a str) -> Answer<'a, Option<u64>> {
        Box::pin(async move {
            let mut command = cmd("GET");
            command.arg(self.subject(subject));
            self.ask(&command).await
        })
    }

    fn revoke_all<'a>(&'a self, subject: &'a str, until: u64, keep: Duration) -> Answer<'a, ()> {
        Box::pin(async move {
            let mut script = REVOKE_ALL.key(self.subject(subject));
            script.arg(until).arg(millis(keep));
            self.run(&script).await
        })
    }
}

impl fmt::Debug for RedisRevocations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisRevocations").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}
