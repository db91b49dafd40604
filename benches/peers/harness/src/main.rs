//! The same seven workloads on fastrs and on its peers, side by side.
//!
//! `benches/peers/run` is the way in: it brings what this program needs. The README beside it says what is measured.

mod answers;
mod arguments;
mod cores;
mod instructions;
mod latency;
mod load;
mod machine;
mod memory;
mod peer;
mod table;
mod throughput;
mod wrk;

use std::io;
use std::path::Path;
use std::process::ExitCode;

use arguments::{Arguments, Measure};
use serde_json::json;
use table::Table;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("peers: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<()> {
    let Some(wanted) = Arguments::of(std::env::args().skip(1))? else {
        print!("{}", arguments::HELP);
        return Ok(());
    };
    for peer in &wanted.peers {
        peer.build()?;
    }
    answers::check(&wanted)?;
    let mut tables = Vec::new();
    for measure in &wanted.measures {
        let measured = match measure {
            Measure::Instructions => instructions::measure(&wanted)?,
            Measure::Throughput => throughput::measure(&wanted)?,
            Measure::Memory => memory::measure(&wanted)?,
            Measure::Latency => latency::measure(&wanted)?,
        };
        measured.iter().for_each(|table| print!("{}", table.markdown()));
        tables.extend(measured);
        // After each measure, so that an interruption loses only what was not measured.
        write(&wanted, &tables)?;
    }
    if !tables.is_empty() {
        eprintln!("\nwritten to {}", wanted.out.display());
    }
    Ok(())
}

fn write(wanted: &Arguments, tables: &[Table]) -> io::Result<()> {
    std::fs::create_dir_all(&wanted.out)?;
    let machine = machine::describe(&wanted.peers);
    let json = json!({ "machine": machine, "tables": tables });
    std::fs::write(wanted.out.join("results.json"), serde_json::to_string_pretty(&json)?)?;
    let text: String = tables.iter().map(Table::markdown).collect();
    std::fs::write(wanted.out.join("results.md"), format!("{}\n{text}", machine.markdown()))?;
    Ok(())
}

/// `benches/peers`.
fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the workspace")
}
