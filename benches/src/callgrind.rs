//! Counting what a request costs: user-space instructions, and allocations.

use std::collections::HashSet;
use std::io;
use std::path::Path;
use std::process::Command;

use crate::server::Server;
use crate::workload::Workload;

/// What a request costs.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Instructions in user space.
    pub instructions: f64,
    /// Calls of the C library's allocation functions; a reallocation is one more.
    pub allocations: f64,
}

/// The counts of requests in the two runs whose difference is taken.
#[derive(Debug, Clone, Copy)]
pub struct Requests {
    /// In the first run.
    pub few: u64,
    /// In the second run.
    pub many: u64,
}

impl Default for Requests {
    fn default() -> Self {
        Self { few: 200, many: 1200 }
    }
}

/// The release of the valgrind that is installed.
///
/// # Errors
/// If there is none.
pub fn version() -> io::Result<String> {
    let found = Command::new("valgrind").arg("--version").output();
    let found = found.map_err(|_| {
        io::Error::other("valgrind is not installed, and it does the counting (`apt install valgrind`)")
    })?;
    Ok(String::from_utf8_lossy(&found.stdout).trim().to_owned())
}

/// What a request of `workload` costs the server that `server` starts, over one kept connection.
///
/// It is the difference of two runs, which leaves out what starting and stopping cost. The report of the longer
/// one stays at `report`, for `callgrind_annotate`.
///
/// # Errors
/// If valgrind or the server fails.
pub fn cost(server: &Command, workload: &Workload, requests: Requests, report: &Path) -> io::Result<Cost> {
    let few = run(server, workload, requests.few, report)?;
    let many = run(server, workload, requests.many, report)?;
    let each = |few: u64, many: u64| (many as f64 - few as f64) / (requests.many - requests.few) as f64;
    Ok(Cost { instructions: each(few.0, many.0), allocations: each(few.1, many.1) })
}

/// The instructions and allocations of a whole run.
fn run(server: &Command, workload: &Workload, requests: u64, report: &Path) -> io::Result<(u64, u64)> {
    let mut command = Command::new("valgrind");
    command.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", report.display()));
    command.arg(server.get_program()).args(server.get_args());
    command.envs(server.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let mut server = Server::start(command, workload.crowded)?;
    let mut client = server.client()?;
    for _ in 0..requests {
        client.ask(workload)?;
    }
    drop(client);
    server.stop()?;
    let text = String::from_utf8_lossy(&std::fs::read(report)?).into_owned();
    let instructions = total(&text).ok_or_else(|| io::Error::other("callgrind wrote no total"))?;
    Ok((instructions, allocations(&text)))
}

fn total(report: &str) -> Option<u64> {
    report.lines().find_map(|line| line.strip_prefix("summary: ")?.trim().parse().ok())
}

/// What the C library allocates by.
const ALLOCATORS: [&str; 6] = ["malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc", "memalign"];

/// How often an allocator was called.
///
/// In callgrind's format, a call is a line `cfn=` with the called function and a line `calls=` with the count.
/// A function is `(number) name` the first time and `(number)` from then on.
fn allocations(report: &str) -> u64 {
    let mut numbers = HashSet::new();
    let (mut of_allocator, mut sum) = (false, 0);
    for line in report.lines() {
        if let Some(function) = line.strip_prefix("cfn=").or_else(|| line.strip_prefix("fn=")) {
            let (number, name) = function.split_once(' ').unwrap_or((function, ""));
            if ALLOCATORS.contains(&name.strip_prefix("__libc_").unwrap_or(name)) {
                numbers.insert(number);
            }
            of_allocator = line.starts_with('c') && numbers.contains(number);
        } else if let Some(calls) = line.strip_prefix("calls=").filter(|_| of_allocator) {
            sum += calls.split(' ').next().and_then(|calls| calls.parse::<u64>().ok()).unwrap_or(0);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::{allocations, total};

    #[test]
    fn a_report_is_read() {
        let report = "fn=(1) main\n1 5\ncfn=(2) malloc\ncalls=3 0\n1 30\ncfn=(3) free\ncalls=7 0\n1 9\n\
                      fn=(4) grow\ncfn=(2)\ncalls=2 0\n1 20\nfn=(2)\n1 50\nsummary: 114\n";
        assert_eq!(allocations(report), 5);
        assert_eq!(total(report), Some(114));
    }
}
