//! Asks the same of FastAPI and of fastrs, and compares the answers.
//!
//! ```text
//! cargo run -p fastrs-differential -- --count 200                 200 requests of each app
//! cargo run -p fastrs-differential -- --app item --seed 7 --show 5
//! ```
//!
//! The requests come from a seeded generator; the seed is printed, and the same seed makes the same requests. FastAPI
//! runs in `peer.py`, under the interpreter that `PYTHON` names or `python3`. Without FastAPI nothing is compared, and
//! that is said. Every difference is either one of `kept.rs`, with its reason, or a failure.

#![allow(clippy::print_stdout, reason = "a report is what it is for")]

mod apps;
mod compare;
mod generate;
mod kept;
mod peer;
mod random;
mod request;
mod shapes;

use std::collections::BTreeMap;
use std::process::ExitCode;

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
    let Some(version) = peer::version()? else {
        println!(
            "SKIPPED: no FastAPI to compare with; `pip install fastapi`, and name the interpreter in PYTHON"
        );
        return Ok(ExitCode::SUCCESS);
    };
    println!("{version}, seed {}", options.seed);
    let mut failed = 0;
    for (name, app) in chosen {
        failed += run(name, app(), &options).await?;
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Compares one app; the number of differences that are not kept.
async fn run(name: &'static str, app: fastrs::App, options: &Options) -> fastrs::Result<usize> {
    let service = app.build()?;
    let requests: Vec<Request> =
        (0..options.count).map(|index| generate::request(name, options.seed, index as u64)).collect();
    let theirs = peer::answers(&requests)?;
    let (mut same, mut failed) = (0, 0);
    let mut kept: BTreeMap<&str, usize> = BTreeMap::new();
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    for (request, theirs) in requests.iter().zip(&theirs) {
        let ours = request.send(service.clone()).await?;
        *statuses.entry(theirs.status).or_default() += 1;
        match compare::compare(request, &ours, theirs) {
            compare::Outcome::Same => same += 1,
            compare::Outcome::Kept(rules) => {
                for rule in rules {
                    *kept.entry(rule).or_default() += 1;
                }
            }
            compare::Outcome::Different => {
                failed += 1;
                if failed <= options.show {
                    println!("--- {request}\nfastapi {theirs}\nfastrs  {ours}");
                }
            }
        }
    }
    println!(
        "{name}: {same} same, {} kept, {failed} different, of {statuses:?}",
        requests.len() - same - failed
    );
    for (rule, count) in kept {
        println!("    {count} × {rule}");
    }
    Ok(failed)
}
