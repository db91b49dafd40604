//! The servers, each a process of its own.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fastrs_benches::workload::Workload;
use fastrs_benches::{app, by_hand, serve};

use crate::client::Client;

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Peer {
    Fastrs,
    Hyper,
}

impl Peer {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Fastrs => "fastrs",
            Self::Hyper => "hyper",
        }
    }

    /// The server that this very process shall be.
    pub(crate) fn of_argument(argument: Option<&String>) -> Option<Self> {
        [Self::Fastrs, Self::Hyper].into_iter().find(|peer| argument.is_some_and(|name| name == peer.name()))
    }

    pub(crate) fn serve(self, arguments: impl Iterator<Item = String>) -> io::Result<()> {
        let (address, crowded) = serve::arguments(arguments)?;
        match self {
            Self::Fastrs => app::serve(address, crowded),
            Self::Hyper => by_hand::serve(address),
        }
    }

    /// The server without valgrind.
    pub(crate) fn command(self) -> io::Result<Command> {
        Ok(Command::new(std::env::current_exe()?))
    }
}

/// A running server.
pub(crate) struct Server {
    process: Child,
    address: SocketAddr,
}

/// Valgrind is slow to start, and so is whatever runs under it.
const PATIENCE: Duration = Duration::from_secs(60);

impl Server {
    /// Starts `command`, to which the server's own arguments are added.
    pub(crate) fn start(mut command: Command, peer: Peer, workload: &Workload) -> io::Result<Self> {
        // Free now, and nobody else is in a hurry to take it.
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        command.arg(peer.name()).arg(address.to_string());
        if workload.crowded {
            command.arg("--crowded");
        }
        // The server ends with its input, so it never outlives this program.
        let process = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        Ok(Self { process, address })
    }

    /// A connection, as soon as the server listens.
    pub(crate) fn client(&self) -> io::Result<Client> {
        let started = Instant::now();
        loop {
            match Client::connect(self.address) {
                Ok(client) => return Ok(client),
                Err(error) if started.elapsed() > PATIENCE => return Err(error),
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    /// Ends the server and waits until it has ended.
    pub(crate) fn stop(mut self) -> io::Result<()> {
        drop(self.process.stdin.take());
        let status = self.process.wait()?;
        if status.success() { Ok(()) } else { Err(io::Error::other(format!("a server ended with {status}"))) }
    }
}
