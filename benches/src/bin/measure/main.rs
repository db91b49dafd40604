//! What a request costs on fastrs and on hyper by hand, in user-space instructions and allocations.
//!
//! `cargo run --release -p fastrs-benches --bin measure [W1 W4 …]`
//!
//! The program starts itself as each server, under valgrind, so that what is measured is what was just built.
//! Every figure is the difference of two runs, which leaves out what starting and stopping cost.
//!
//! The reports stay in `measure-reports` beside the program; `callgrind_annotate` shows where the instructions go
//! (build with `CARGO_PROFILE_RELEASE_DEBUG=line-tables-only` for files and lines).

mod client;
mod server;
mod table;
mod valgrind;

use std::io::{self, Write as _};
use std::process::ExitCode;

use fastrs_benches::workload::{ALL, Workload};
use server::{Peer, Server};
use table::Row;
use valgrind::Tool;

/// The counts of requests in the two runs.
const FEW: u64 = 200;
const MANY: u64 = 1200;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match Peer::of_argument(arguments.first()) {
        Some(peer) => peer.serve(arguments.into_iter().skip(1)),
        None => measure(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("measure: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(wanted: &[String]) -> io::Result<()> {
    valgrind::find()?;
    let is_wanted =
        |workload: &Workload| wanted.is_empty() || wanted.iter().any(|name| name == workload.name);
    let workloads: Vec<Workload> = ALL.into_iter().filter(is_wanted).collect();
    for workload in &workloads {
        same_answer(workload)?;
    }
    let mut rows = Vec::new();
    for workload in &workloads {
        eprintln!("{} {} …", workload.name, workload.what);
        rows.push(Row {
            workload: *workload,
            instructions: both(workload, Tool::Callgrind)?,
            allocations: both(workload, Tool::Memcheck)?,
        });
    }
    let mut out = io::stdout().lock();
    write!(out, "{}", table::markdown(&rows))
}

/// What each request costs, on fastrs and by hand.
fn both(workload: &Workload, tool: Tool) -> io::Result<[f64; 2]> {
    Ok([per_request(Peer::Fastrs, workload, tool)?, per_request(Peer::Hyper, workload, tool)?])
}

fn per_request(peer: Peer, workload: &Workload, tool: Tool) -> io::Result<f64> {
    let few = tool.count(peer, workload, FEW)?;
    let many = tool.count(peer, workload, MANY)?;
    Ok((many as f64 - few as f64) / (MANY - FEW) as f64)
}

/// Figures for different answers would say nothing.
fn same_answer(workload: &Workload) -> io::Result<()> {
    let answer_of = |peer: Peer| {
        let server = Server::start(peer.command()?, peer, workload)?;
        let answer = server.client()?.ask(workload);
        server.stop()?;
        answer
    };
    let (fastrs, hyper) = (answer_of(Peer::Fastrs)?, answer_of(Peer::Hyper)?);
    if fastrs == hyper && fastrs.status == workload.status {
        return Ok(());
    }
    let message = format!("{}: the answers differ:\n{fastrs:#?}\n{hyper:#?}", workload.name);
    Err(io::Error::other(message))
}
