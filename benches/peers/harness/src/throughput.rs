//! Requests per second of a server on one core, with 64 connections.
//!
//! A machine is seldom quiet. All peers take their turn in every round, so that what happens to one happens to the
//! others soon after; ratios are taken within a round, and of the rounds the median.

use std::io;

use fastrs_benches::server::Server;

use crate::arguments::Arguments;
use crate::table::{Row, Table, median};
use crate::wrk;

/// What one peer did in the rounds of one workload.
#[derive(Default)]
struct Rounds {
    rates: Vec<f64>,
    /// Microseconds of the processor for each request.
    busy: Vec<f64>,
}

pub(crate) fn measure(wanted: &Arguments) -> io::Result<Vec<Table>> {
    let columns = || wanted.workloads.iter().map(|workload| workload.name.to_owned());
    let first = wanted.peers[0].name;
    let mut rates = Table::new("Requests per second, 64 connections, one core (median)", 0, columns());
    let mut ratios = Table::new(
        format!("Throughput of {first} as a multiple of each (median of the rounds)"),
        2,
        columns(),
    );
    let mut busy = Table::new("Microseconds of the processor per request (median)", 2, columns());
    for table in [&mut rates, &mut ratios, &mut busy] {
        table.rows = wanted.peers.iter().map(|peer| Row { peer: peer.name, values: Vec::new() }).collect();
    }
    for workload in &wanted.workloads {
        let all = rounds(wanted, workload)?;
        for (index, peer) in all.iter().enumerate() {
            let of_first = all[0].rates.iter().zip(&peer.rates).map(|(first, rate)| first / rate).collect();
            rates.rows[index].values.push(median(peer.rates.clone()));
            ratios.rows[index].values.push(median(of_first));
            busy.rows[index].values.push(median(peer.busy.clone()));
        }
    }
    Ok(vec![rates, ratios, busy])
}

fn rounds(wanted: &Arguments, workload: &fastrs_benches::workload::Workload) -> io::Result<Vec<Rounds>> {
    let start = |peer: &crate::peer::Peer| peer.start(workload.crowded);
    let servers: Vec<Server> = wanted.peers.iter().map(start).collect::<io::Result<_>>()?;
    let mut all: Vec<Rounds> = servers.iter().map(|_| Rounds::default()).collect();
    for round in 0..=wanted.rounds {
        eprintln!("{}: throughput, round {round} of {} …", workload.name, wanted.rounds);
        for (server, rounds) in servers.iter().zip(&mut all) {
            let before = processor_time(server.id())?;
            let rate = wrk::rate(server.address(), workload, wanted.seconds)?;
            let spent = processor_time(server.id())? - before;
            // The first round warms up.
            if round > 0 {
                rounds.rates.push(rate);
                rounds.busy.push(spent / (rate * wanted.seconds as f64));
            }
        }
    }
    servers.into_iter().try_for_each(Server::stop)?;
    Ok(all)
}

/// Microseconds that a process has used so far. Linux counts them in hundredths of a second.
fn processor_time(id: u32) -> io::Result<f64> {
    let text = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
    // The name, in parentheses, may hold anything; user and system time are the 12th and 13th field after it.
    let fields = text.rsplit(')').next().unwrap_or_default().split_ascii_whitespace();
    let ticks: f64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    Ok(ticks * 10_000.0)
}
