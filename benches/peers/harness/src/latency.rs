//! How long a request takes at a fixed rate, which all peers are given alike: half of what axum can do.

use std::io;
use std::time::Duration;

use fastrs_benches::server::Server;
use fastrs_benches::workload::Workload;

use crate::arguments::Arguments;
use crate::cores;
use crate::load;
use crate::peer::{self, Peer};
use crate::table::{Row, Table, median};
use crate::wrk;

const QUANTILES: [(&str, f64); 3] = [("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999)];

pub(crate) fn measure(wanted: &Arguments) -> io::Result<Vec<Table>> {
    cores::stay_on(cores::LOAD)?;
    wanted.workloads.iter().map(|workload| of(wanted, workload)).collect()
}

fn of(wanted: &Arguments, workload: &Workload) -> io::Result<Table> {
    let rate = match wanted.rate {
        Some(rate) => rate,
        None => half_of_axum(wanted, workload)?,
    };
    let title =
        format!("{}: microseconds at {rate:.0} requests per second, one core (median)", workload.name);
    let mut table = Table::new(title, 0, QUANTILES.map(|(name, _)| name.to_owned()));
    let start = |peer: &Peer| peer.start(workload.crowded);
    let servers: Vec<Server> = wanted.peers.iter().map(start).collect::<io::Result<_>>()?;
    let mut all: Vec<[Vec<f64>; 3]> = servers.iter().map(|_| Default::default()).collect();
    for round in 0..wanted.rounds {
        eprintln!("{}: latency, round {} of {} …", workload.name, round + 1, wanted.rounds);
        for (server, quantiles) in servers.iter().zip(&mut all) {
            let lasting = Duration::from_secs(wanted.seconds);
            let taken = load::latencies(server.address(), workload, rate, lasting)?;
            for (kept, (_, quantile)) in quantiles.iter_mut().zip(QUANTILES) {
                // One that cannot keep pace has no latency: the longer one looks, the longer it is.
                kept.push(taken.as_ref().map_or(f64::INFINITY, |taken| of_sorted(taken, quantile)));
            }
        }
    }
    servers.into_iter().try_for_each(Server::stop)?;
    for (peer, quantiles) in wanted.peers.iter().zip(all) {
        let values = quantiles.map(|kept| median(kept).filter(|value| value.is_finite()));
        table.rows.push(Row { peer: peer.name, values: values.to_vec() });
    }
    Ok(table)
}

fn of_sorted(values: &[f64], quantile: f64) -> f64 {
    let index = (values.len() as f64 * quantile) as usize;
    values.get(index.min(values.len().saturating_sub(1))).copied().unwrap_or(f64::INFINITY)
}

fn half_of_axum(wanted: &Arguments, workload: &Workload) -> io::Result<f64> {
    let axum = peer::ALL.into_iter().find(|peer| peer.name == "axum").expect("axum is a peer");
    axum.build()?;
    let server = axum.start(workload.crowded)?;
    let rates = (0..3).map(|_| wrk::rate(server.address(), workload, wanted.seconds));
    let rates = rates.collect::<io::Result<_>>()?;
    server.stop()?;
    Ok((median(rates).unwrap_or_default() / 2.0).round())
}
