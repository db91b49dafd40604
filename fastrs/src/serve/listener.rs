//! Accepting connections without ever giving up.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};

/// A wait that lets descriptors be closed when there are none left.
const BACK_OFF: Duration = Duration::from_millis(50);

/// The next connection. A failure to accept concerns one client or a passing shortage, never the server.
pub(super) async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, address)) => {
                // Small answers must not wait for the client's acknowledgement of the one before.
                let _ = stream.set_nodelay(true);
                return (stream, address);
            }
            Err(error) if of_one_client(&error) => {}
            Err(error) => {
                tracing::error!(%error, "a connection could not be accepted");
                tokio::time::sleep(BACK_OFF).await;
            }
        }
    }
}

fn of_one_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionRefused
    )
}
