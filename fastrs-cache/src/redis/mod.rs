//! The Redis server that several instances share: one connection for everything, deadlines on every command, and a
//! breaker that spares requests the wait while the server is away.

mod breaker;
mod server;

pub(crate) use server::Away;
pub use server::{RedisOptions, RedisServer};
