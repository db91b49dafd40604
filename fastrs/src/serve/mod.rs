//! The server: a listener, a loop of connections with limits, and a graceful end.
//!
//! The only place that knows hyper and sockets. It serves any service from requests to responses.

mod connection;
mod listener;
mod signal;
mod watch;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::time::Instant;

use crate::request::{ClientAddr, Request};
use crate::response::Response;

pub(crate) use signal::{shutdown_signal, unless_twice};

/// A service that the server can run: it answers every request.
pub(crate) trait Handler: Clone + Send + Sync + 'static {
    type Future: Future<Output = Response> + Send + 'static;

    fn handle(&self, request: Request, client: ClientAddr) -> Self::Future;
}

/// The limits of the server. Each has a safe default.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// How long a client may take to send a request's head, and a new connection its first byte.
    pub header_read_timeout: Duration,
    /// How long a client may read nothing of an answer that waits for it (HTTP/1).
    pub write_timeout: Duration,
    /// How long the connections may take to end when the server shall stop.
    pub shutdown_grace: Duration,
    /// How many connections are served at once; more wait in the kernel's queue.
    pub max_connections: u32,
    /// How many headers a request may have (431 beyond).
    pub max_headers: usize,
    /// How many bytes a request's head may have (431 beyond).
    pub max_header_bytes: usize,
    /// How many requests one HTTP/2 connection may have open.
    pub max_concurrent_streams: u32,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self {
            header_read_timeout: Duration::from_secs(10),
            write_timeout: Duration::from_secs(60),
            shutdown_grace: Duration::from_secs(25),
            max_connections: 10_000,
            max_headers: 100,
            max_header_bytes: 64 * 1024,
            max_concurrent_streams: 100,
        }
    }
}

/// Serves until `stop` is done, then lets the open requests finish. Gives the time at which the grace ends.
pub(crate) async fn serve<H: Handler>(
    listener: TcpListener,
    handler: H,
    options: ServeOptions,
    stop: impl Future<Output = ()> + Send,
) -> Instant {
    let connections = Arc::new(connection::Connections::new(options.clone()));
    let mut stop = std::pin::pin!(stop);
    loop {
        let permit = tokio::select! {
            permit = connections.permit() => permit,
            () = &mut stop => break,
        };
        let (stream, address) = tokio::select! {
            accepted = listener::accept(&listener) => accepted,
            () = &mut stop => break,
        };
        connections.spawn(stream, address, handler.clone(), permit);
    }
    drop(listener);
    let deadline = Instant::now() + options.shutdown_grace;
    connections.finish(deadline).await;
    deadline
}
