//! What both servers are run by, so that only what they are made of differs.

use std::future::Future;
use std::io::{self, Read as _};
use std::net::SocketAddr;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Where a server listens unless its first argument says otherwise.
const ADDRESS: &str = "127.0.0.1:8000";

/// The address and, of `--crowded`, whether 500 other routes are wanted.
///
/// # Errors
/// If the address is none.
pub fn arguments(arguments: impl Iterator<Item = String>) -> io::Result<(SocketAddr, bool)> {
    let (flags, addresses): (Vec<_>, Vec<_>) = arguments.partition(|argument| argument.starts_with("--"));
    let address = addresses.first().map_or(ADDRESS, String::as_str);
    let address = address.parse().map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
    Ok((address, flags.iter().any(|flag| flag == "--crowded")))
}

/// Runs a server on tokio's multi-threaded runtime with one worker.
///
/// # Errors
/// If the runtime does not start or the address cannot be listened on.
pub fn run<F, Fut>(address: SocketAddr, serve: F) -> io::Result<()>
where
    F: FnOnce(TcpListener) -> Fut,
    Fut: Future<Output = ()>,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(async {
        serve(TcpListener::bind(address).await?).await;
        Ok(())
    })
}

/// Done when standard input ends: who started the server can end it on every system, without signals, and the
/// server ends by itself when that program is gone.
pub async fn input_ended() {
    let (ended, wait) = oneshot::channel();
    std::thread::spawn(move || {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        let _ = ended.send(());
    });
    let _ = wait.await;
}
