//! What the command is told.

use std::io;
use std::path::PathBuf;

use fastrs_benches::workload::{ALL, Workload};

use crate::folder;
use crate::peer::{self, Peer};

pub(crate) const HELP: &str = "\
run [OPTIONS]

  --peers fastrs,hyper,…     fastrs hyper axum actix xitca ntex salvo poem fastapi    (all)
  --workloads W1,W2,…        W1 … W7                                                   (all)
  --measures instructions,…  instructions throughput memory latency                    (all)
                             `none` only builds and checks the answers
  --rounds N                 rounds of throughput and latency                          (7)
  --seconds N                of wrk or of the fixed rate, in each round                (2)
  --rate N                   requests per second of `latency`     (half of what axum can)
  --out FOLDER               where results.md and results.json go  (target/results)
";

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Measure {
    Instructions,
    Throughput,
    Memory,
    Latency,
}

const MEASURES: [(&str, Measure); 4] = [
    ("instructions", Measure::Instructions),
    ("throughput", Measure::Throughput),
    ("memory", Measure::Memory),
    ("latency", Measure::Latency),
];

pub(crate) struct Arguments {
    pub(crate) peers: Vec<Peer>,
    pub(crate) workloads: Vec<Workload>,
    pub(crate) measures: Vec<Measure>,
    pub(crate) rounds: usize,
    pub(crate) seconds: u64,
    pub(crate) rate: Option<f64>,
    pub(crate) out: PathBuf,
}

impl Arguments {
    /// The arguments, or `None` if help is wanted.
    pub(crate) fn of(mut given: impl Iterator<Item = String>) -> io::Result<Option<Self>> {
        let mut wanted = Self {
            peers: peer::ALL.to_vec(),
            workloads: ALL.to_vec(),
            measures: MEASURES.map(|(_, measure)| measure).to_vec(),
            rounds: 7,
            seconds: 2,
            rate: None,
            out: folder().join("target/results"),
        };
        while let Some(option) = given.next() {
            if option == "--help" || option == "-h" {
                return Ok(None);
            }
            let value = given.next().ok_or_else(|| wrong(&option, "has no value"))?;
            match option.as_str() {
                "--peers" => {
                    wanted.peers =
                        chosen(&value, |name| peer::ALL.into_iter().find(|peer| peer.name == name))?
                }
                "--workloads" => {
                    wanted.workloads =
                        chosen(&value, |name| ALL.into_iter().find(|workload| workload.name == name))?;
                }
                "--measures" if value == "none" => wanted.measures.clear(),
                "--measures" => {
                    let find = |name: &str| MEASURES.into_iter().find(|(known, _)| *known == name);
                    wanted.measures = chosen(&value, |name| Some(find(name)?.1))?;
                }
                "--rounds" => wanted.rounds = number(&option, &value)?,
                "--seconds" => wanted.seconds = number(&option, &value)?,
                "--rate" => wanted.rate = Some(number(&option, &value)?),
                "--out" => wanted.out = value.into(),
                _ => return Err(wrong(&option, "is no option")),
            }
        }
        Ok(Some(wanted))
    }
}

fn chosen<T>(names: &str, find: impl Fn(&str) -> Option<T>) -> io::Result<Vec<T>> {
    names.split(',').map(|name| find(name).ok_or_else(|| wrong(name, "is not known"))).collect()
}

fn number<T: std::str::FromStr>(option: &str, value: &str) -> io::Result<T> {
    value.parse().map_err(|_| wrong(option, "wants a number"))
}

fn wrong(what: &str, how: &str) -> io::Error {
    io::Error::other(format!("`{what}` {how} (--help)"))
}
