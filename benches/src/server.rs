//! A server, as a process of its own.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::client::Client;

/// A running server.
#[derive(Debug)]
pub struct Server {
    process: Child,
    address: SocketAddr,
}

/// Valgrind is slow to start, and so is whatever runs under it: an interpreter takes minutes.
const PATIENCE: Duration = Duration::from_secs(600);

impl Server {
    /// Starts `command`, to which the server's own arguments are added: `ADDRESS [--crowded]`.
    ///
    /// # Errors
    /// If the command cannot be started.
    pub fn start(mut command: Command, crowded: bool) -> io::Result<Self> {
        // Free now, and nobody else is in a hurry to take it.
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        command.arg(address.to_string());
        if crowded {
            command.arg("--crowded");
        }
        // The server ends with its input, so it never outlives this program.
        let process = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        Ok(Self { process, address })
    }

    /// Where it listens, or soon will.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// A connection, as soon as the server listens.
    ///
    /// # Errors
    /// If it does not within ten minutes, or has ended.
    pub fn client(&mut self) -> io::Result<Client> {
        let started = Instant::now();
        loop {
            match Client::connect(self.address) {
                Ok(client) => return Ok(client),
                Err(error) if started.elapsed() > PATIENCE => return Err(error),
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
            if let Some(status) = self.process.try_wait()? {
                return Err(io::Error::other(format!("a server ended at once with {status}")));
            }
        }
    }

    /// Ends the server and waits until it has ended.
    ///
    /// # Errors
    /// If it did not end well.
    pub fn stop(mut self) -> io::Result<()> {
        drop(self.process.stdin.take());
        let status = self.process.wait()?;
        if status.success() { Ok(()) } else { Err(io::Error::other(format!("a server ended with {status}"))) }
    }
}
