//! Memory of a server with idle connections, each of which was served once.

use std::io::{self, Read as _};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::Duration;

use fastrs_benches::client::Client;
use fastrs_benches::server::Server;
use fastrs_benches::workload::ALL;

use crate::arguments::Arguments;
use crate::peer::Peer;
use crate::table::{Row, Table};

const CONNECTIONS: [usize; 2] = [1_000, 10_000];

pub(crate) fn measure(wanted: &Arguments) -> io::Result<Vec<Table>> {
    let columns =
        ["idle", "1,000 connections", "10,000 connections", "KiB per connection"].map(str::to_owned);
    let mut table = Table::new("Resident memory, MiB", 1, columns);
    for peer in &wanted.peers {
        eprintln!("{}: memory …", peer.name);
        table.rows.push(Row { peer: peer.name, values: of(*peer)? });
    }
    Ok(vec![table])
}

fn of(peer: Peer) -> io::Result<Vec<Option<f64>>> {
    let server = peer.start(false)?;
    let idle = resident(&server)?;
    let mut sizes = vec![Some(idle / 1024.0)];
    let mut connections = Vec::new();
    let mut last = idle;
    for count in CONNECTIONS {
        while connections.len() < count {
            let mut client = Client::connect(server.address())?;
            client.ask(&ALL[0])?;
            connections.push(client.into_stream());
        }
        sleep(Duration::from_millis(200));
        last = resident(&server)?;
        sizes.push(Some(last / 1024.0));
    }
    let closed = connections.iter().filter(|stream| is_closed(stream)).count();
    if closed > 0 {
        eprintln!(
            "{}: {closed} of the connections were closed by the server before memory was read",
            peer.name
        );
    }
    sizes.push(Some((last - idle) / CONNECTIONS[1] as f64));
    drop(connections);
    server.stop()?;
    Ok(sizes)
}

fn is_closed(mut stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).is_ok() && matches!(stream.read(&mut [0]), Ok(0))
}

/// KiB that a process has in memory.
fn resident(server: &Server) -> io::Result<f64> {
    let text = std::fs::read_to_string(format!("/proc/{}/status", server.id()))?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let size = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
    size.ok_or_else(|| io::Error::other("the system tells no resident size"))
}
