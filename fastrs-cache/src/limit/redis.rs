//! Limits of all instances together, in Redis.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use ::redis::Script;
use fastrs::limit::{Claim, RateLimitStore, Standing, StoreUnavailable, Taking, WhenAway};
use sha2::{Digest, Sha256};

use super::MemoryLimits;
use super::gcra::Demand;
use crate::redis::RedisServer;

/// Asks all cells, and takes from all or from none: in one step, by the clock of the server, in microseconds.
///
/// Numbers are written whole: as Lua writes large ones by itself, they would come back changed.
static TAKE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local aheads, admitted = {}, true
for i, key in ipairs(KEYS) do
    local whole_at = tonumber(redis.call('GET', key) or now)
    aheads[i] = math.max(whole_at - now, 0)
    if aheads[i] + ARGV[2 * i - 1] > tonumber(ARGV[2 * i]) then admitted = false end
end
if admitted then
    for i, key in ipairs(KEYS) do
        local ahead = aheads[i] + ARGV[2 * i - 1]
        redis.call('SET', key, string.format('%.0f', now + ahead), 'PX', math.ceil(ahead / 1000))
    end
end
return aheads
",
    )
});

/// Counts in Redis.
///
/// One script takes from all cells of a request in one step and by the server's clock, so instances need not agree about
/// the time. The names of cells are digests: no address or user stands in the server. It needs a server (or a primary
/// with replicas), not a cluster.
#[derive(Debug, Clone)]
pub struct RedisLimits {
    server: RedisServer,
    /// Counts while the server is away.
    local: Arc<MemoryLimits>,
}

impl RedisLimits {
    /// Counts in this server.
    pub fn new(server: &RedisServer) -> Self {
        Self { server: server.clone(), local: Arc::default() }
    }

    fn key(&self, claim: &Claim) -> String {
        let digest = Sha256::digest(claim.key.as_bytes());
        let mut key = format!("{}:limit:", self.server.prefix());
        for byte in &digest[..16] {
            key.push(char::from(b"0123456789abcdef"[usize::from(byte >> 4)]));
            key.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
        }
        key
    }

    async fn standings(&self, claims: Vec<Claim>) -> Result<Vec<Standing>, StoreUnavailable> {
        let demands: Vec<Demand> = claims.iter().map(demand).collect();
        let mut call = TAKE.prepare_invoke();
        for (claim, demand) in claims.iter().zip(&demands) {
            call.key(self.key(claim)).arg(demand.increment).arg(demand.tolerance);
        }
        let call = &call;
        let aheads =
            self.server.run(async |mut connection| call.invoke_async::<Vec<u64>>(&mut connection).await);
        match aheads.await {
            Ok(aheads) if aheads.len() == demands.len() => {
                let taken = demands.iter().zip(&aheads).all(|(demand, ahead)| demand.admits(*ahead));
                let standing =
                    |(demand, ahead): (&Demand, &u64)| demand.standing(*ahead, taken, Duration::from_micros);
                Ok(demands.iter().zip(&aheads).map(standing).collect())
            }
            _ => self.without(claims),
        }
    }

    /// The server is away: this instance counts for itself, unless a limit must not be let pass so.
    #[cold]
    fn without(&self, claims: Vec<Claim>) -> Result<Vec<Standing>, StoreUnavailable> {
        if claims.iter().any(|claim| claim.away == WhenAway::Closed) {
            return Err(StoreUnavailable);
        }
        match self.local.take(claims) {
            Taking::Now(standings) => standings,
            Taking::Later(_) => Err(StoreUnavailable),
        }
    }
}

fn demand(claim: &Claim) -> Demand {
    let micros = u64::try_from(claim.rate.interval().as_micros()).unwrap_or(u64::MAX);
    Demand::new(micros, claim.rate.burst(), claim.cost)
}

impl RateLimitStore for RedisLimits {
    fn take<'a>(&'a self, claims: Vec<Claim>) -> Taking<'a> {
        Taking::Later(Box::pin(self.standings(claims)))
    }
}
