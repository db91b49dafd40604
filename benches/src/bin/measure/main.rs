//! What a request costs on fastrs and on hyper by hand, in user-space instructions and allocations.
//!
//! `cargo run --release -p fastrs-benches --bin measure [W1 W4 …]`
//!
//! With `guard`, only fastrs is counted, and the instructions are compared with those that the repository
//! remembers (`benches/instructions.txt`); `guard --renew` remembers them anew.
//!
//! The program starts itself as each server, under valgrind, so that what is measured is what was just built.
//! Every figure is the difference of two runs, which leaves out what starting and stopping cost.
//!
//! The reports stay in `measure-reports` beside the program; `callgrind_annotate` shows where the instructions go
//! (build with `CARGO_PROFILE_RELEASE_DEBUG=line-tables-only` for files and lines).

mod guard;
mod peer;
mod table;

use std::io::{self, Write as _};
use std::process::ExitCode;

use fastrs_benches::callgrind;
use fastrs_benches::workload::{ALL, Workload};
use peer::Peer;
use table::Row;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match (Peer::of_argument(arguments.first()), arguments.first().map(String::as_str)) {
        (Some(peer), _) => peer.serve(arguments.into_iter().skip(1)),
        (None, Some("guard")) => guard::run(&arguments[1..]),
        (None, _) => measure(&arguments),
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
    callgrind::version()?;
    let is_wanted =
        |workload: &Workload| wanted.is_empty() || wanted.iter().any(|name| name == workload.name);
    let workloads: Vec<Workload> = ALL.into_iter().filter(is_wanted).collect();
    for workload in &workloads {
        same_answer(workload)?;
    }
    let mut rows = Vec::new();
    for workload in workloads {
        eprintln!("{} {} …", workload.name, workload.what);
        rows.push(Row {
            workload,
            fastrs: Peer::Fastrs.cost(&workload)?,
            hyper: Peer::Hyper.cost(&workload)?,
        });
    }
    let mut out = io::stdout().lock();
    write!(out, "{}", table::markdown(&rows))
}

/// Figures for different answers would say nothing.
fn same_answer(workload: &Workload) -> io::Result<()> {
    let (fastrs, hyper) = (Peer::Fastrs.answer(workload)?, Peer::Hyper.answer(workload)?);
    let same = |of: &fastrs_benches::client::Answer| (of.status, of.media.clone(), of.body.clone());
    if same(&fastrs) == same(&hyper) && fastrs.status == workload.status {
        return Ok(());
    }
    let message = format!("{}: the answers differ:\n{fastrs:#?}\n{hyper:#?}", workload.name);
    Err(io::Error::other(message))
}
