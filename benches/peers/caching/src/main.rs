//! What a cached answer and a rate limit cost, in user-space instructions: on fastrs with fastrs-cache, on axum with a
//! middleware over moka, and on axum with tower_governor.
//!
//! `cargo run --release -p peer-caching`: the program starts itself as each server, under valgrind.

mod on_axum;
mod on_fastrs;

use std::io;
use std::net::SocketAddr;
use std::process::Command;

use fastrs_benches::callgrind::{self, Requests};
use fastrs_benches::server::Server;
use fastrs_benches::workload::{ALL, Workload};

/// The servers: a name, what is asked, and how it is served.
type Kind = (&'static str, &'static str, fn(SocketAddr));

const KINDS: [Kind; 8] = [
    ("fastrs: text", "/text", on_fastrs::plain),
    ("fastrs: JSON", "/json", on_fastrs::plain),
    ("fastrs: JSON from the cache", "/cached", on_fastrs::cached),
    ("fastrs: text under a limit", "/limited", on_fastrs::limited),
    ("axum: text", "/text", on_axum::plain),
    ("axum: JSON", "/json", on_axum::plain),
    ("axum: JSON from moka", "/json", on_axum::cached),
    ("axum: text under tower_governor", "/text", on_axum::limited),
];

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [kind, address, ..] = arguments.as_slice() {
        let (_, _, serve) = KINDS[kind.parse::<usize>().expect("the number of a server")];
        serve(address.parse().expect("an address"));
        return Ok(());
    }
    println!("| server | instructions per request | allocations |\n|---|---|---|");
    for (index, (name, target, _)) in KINDS.iter().enumerate() {
        let workload = Workload { name: "", what: name, target, ..ALL[0] };
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(index.to_string());
        same_twice(&workload, index)?;
        let report = std::env::current_exe()?.with_file_name(format!("caching-{index}.out"));
        let cost = callgrind::cost(&command, &workload, Requests::default(), &report)?;
        println!("| {name} | {:.0} | {:.1} |", cost.instructions, cost.allocations);
    }
    Ok(())
}

/// What is asked twice is answered twice with 200 and the same body.
fn same_twice(workload: &Workload, index: usize) -> io::Result<()> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(index.to_string());
    let mut server = Server::start(command, false)?;
    let mut client = server.client()?;
    let (first, second) = (client.ask(workload)?, client.ask(workload)?);
    assert_eq!((first.status, &first.body), (200, &second.body), "{}", workload.what);
    drop(client);
    server.stop()
}
