//! Where the figures come from.

use std::fmt::Write as _;
use std::process::Command;

use serde::Serialize;

use crate::folder;
use crate::peer::Peer;

#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    processor: String,
    cores: usize,
    kernel: String,
    rustc: String,
    valgrind: String,
    packages: Vec<String>,
}

pub(crate) fn describe(peers: &[Peer]) -> Machine {
    let file = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let processor = file("/proc/cpuinfo");
    let processor =
        processor.lines().find_map(|line| Some(line.strip_prefix("model name")?.split_once(": ")?.1));
    Machine {
        processor: processor.unwrap_or("unknown").to_owned(),
        cores: file("/proc/cpuinfo").lines().filter(|line| line.starts_with("processor")).count(),
        kernel: file("/proc/sys/kernel/osrelease").trim().to_owned(),
        rustc: first_line(Command::new("rustc").arg("-V")),
        valgrind: first_line(Command::new("valgrind").arg("--version")),
        packages: packages(peers),
    }
}

impl Machine {
    pub(crate) fn markdown(&self) -> String {
        let Self { processor, cores, kernel, rustc, valgrind, packages } = self;
        let mut text = format!("{processor}, {cores} cores, Linux {kernel}; {rustc}; {valgrind}.\n");
        let _ = writeln!(text, "\nPackages: {}.", packages.join(", "));
        text
    }
}

/// The versions, as the lock file and pip know them.
fn packages(peers: &[Peer]) -> Vec<String> {
    let lock = std::fs::read_to_string(folder().join("Cargo.lock")).unwrap_or_default();
    let pip = Command::new(folder().join("target/venv/bin/pip")).arg("freeze").output();
    let pip = pip.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let version = |package: &str| {
        let locked = lock.split(&format!("name = \"{package}\"\nversion = \"")).nth(1);
        let locked = locked.and_then(|rest| rest.split('"').next());
        let frozen = || pip.lines().find_map(|line| line.strip_prefix(package)?.strip_prefix("=="));
        Some(format!("{package} {}", locked.or_else(frozen)?))
    };
    let mut packages: Vec<String> =
        peers.iter().flat_map(|peer| peer.packages).filter_map(|name| version(name)).collect();
    packages.sort();
    packages.dedup();
    packages
}

fn first_line(command: &mut Command) -> String {
    let output = command.output().map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    output.unwrap_or_default().lines().next().unwrap_or("unknown").to_owned()
}
