//! Asks the same of FastAPI and of fastrs, and compares the answers.
//!
//! ```text
//! tests/differential/run --count 20000                 20,000 requests of each app, packages and all
//! tests/differential/run --app item --seed 7 --show 5
//! ```
//!
//! The requests come from a seeded generator; the seed is printed, and the same seed makes the same requests. FastAPI
//! runs in `peer.py`, under the interpreter that `PYTHON` names or `python3`; the script `run` makes one with the
//! packages of `requirements.txt`. Without FastAPI nothing is compared, and that is said, and is a failure where
//! `FASTRS_DIFFERENTIAL` is `required`. Every difference is either one of `kept`, with its reason, or a failure.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a report is what it is for")]

mod apps;
mod compare;
mod generate;
mod kept;
mod peer;
mod random;
mod report;
mod request;
mod shapes;

use std::process::ExitCode;

use peer::Peer;
use report::Tally;
use request::Request;

struct Options {
    seed: u64,
    count: usize,
    app: Option<String>,
    show: usize,
}

const USAGE: &str = "usage: differential [--count N] [--seed N] [--app NAME] [--show N]";

fn options() -> fastrs::Result<Options> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    let mut options = Options { seed: now.as_secs(), count: 200, app: None, show: 3 };
    let mut arguments = std::env::args().skip(1);
    while let Some(key) = arguments.next() {
        let value = arguments.next().ok_or(USAGE)?;
        match key.as_str() {
            "--seed" => options.seed = value.parse()?,
            "--count" => options.count = value.parse()?,
            "--show" => options.show = value.parse()?,
            "--app" => options.app = Some(value),
            _ => return Err(USAGE.into()),
        }
    }
    Ok(options)
}

#[fastrs::main]
async fn main() -> fastrs::Result<ExitCode> {
    let options = options()?;
    let wanted = |name: &str| options.app.as_ref().is_none_or(|app| app == name);
    let chosen: Vec<_> = apps::APPS.iter().filter(|(name, _)| wanted(name)).collect();
    if chosen.is_empty() {
        let names: Vec<_> = apps::APPS.iter().map(|(name, _)| *name).collect();
        return Err(format!("there is no such app; there are {}", names.join(", ")).into());
    }
    let Some(mut peer) = Peer::start()? else { return Ok(skipped()) };
    println!("{}, seed {}, {} requests of each app", peer.version, options.seed, options.count);
    report::head();
    let mut tallies = Vec::new();
    for (name, app) in chosen {
        let tally = run(name, app(), &mut peer, &options).await?;
        report::line(&tally);
        tallies.push(tally);
    }
    report::rules(&tallies);
    let failed: usize = tallies.iter().map(|tally| tally.unlisted).sum();
    if failed > 0 {
        println!("{failed} differences are not listed; --seed {} makes the same requests", options.seed);
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Without FastAPI nothing is compared; whether that is a failure, whoever runs it knows.
fn skipped() -> ExitCode {
    eprintln!(
        "SKIPPED: no FastAPI to compare with; run tests/differential/run, or name an interpreter in PYTHON"
    );
    let required = std::env::var("FASTRS_DIFFERENTIAL").is_ok_and(|word| word == "required");
    if required { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// How many requests are asked at once, so that memory does not grow with their number.
const BATCH: usize = 2000;

/// Compares one app.
async fn run(
    name: &'static str,
    app: fastrs::App,
    peer: &mut Peer,
    options: &Options,
) -> fastrs::Result<Tally> {
    let service = app.build()?;
    let mut tally = Tally::new(name);
    for start in (0..options.count).step_by(BATCH) {
        let end = options.count.min(start + BATCH);
        let requests: Vec<Request> =
            (start..end).map(|index| generate::request(name, options.seed, index as u64)).collect();
        let theirs = peer.answers(&requests)?;
        for (request, theirs) in requests.iter().zip(&theirs) {
            let ours = request.send(service.clone()).await?;
            let outcome = compare::compare(request, &ours, theirs);
            if matches!(outcome, compare::Outcome::Different) && tally.unlisted < options.show {
                println!("--- {name}: {request}\nfastapi {theirs}\nfastrs  {ours}");
            }
            tally.add(theirs.status, outcome);
        }
    }
    Ok(tally)
}
