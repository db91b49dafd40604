//! Valgrind's tools, as counters.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use fastrs_benches::workload::Workload;

use crate::server::{Peer, Server};

/// Makes sure that valgrind is there.
pub(crate) fn find() -> io::Result<()> {
    let found = Command::new("valgrind").arg("--version").output();
    found.map(drop).map_err(|_| {
        io::Error::other("valgrind is not installed, and it does the counting (`apt install valgrind`)")
    })
}

/// What counts what.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Tool {
    /// Instructions in user space.
    Callgrind,
    /// Allocations; a reallocation is one more.
    Memcheck,
}

impl Tool {
    /// The total of a run that answers `requests` requests over one connection.
    pub(crate) fn count(self, peer: Peer, workload: &Workload, requests: u64) -> io::Result<u64> {
        let file = self.file(peer, workload, requests)?;
        let server = Server::start(self.command(&file)?, peer, workload)?;
        let mut client = server.client()?;
        for _ in 0..requests {
            client.ask(workload)?;
        }
        drop(client);
        server.stop()?;
        let report = std::fs::read_to_string(&file)?;
        self.total(&report).ok_or_else(|| io::Error::other(format!("no total in {}", file.display())))
    }

    /// Where the report of a run is kept, for `callgrind_annotate`.
    fn file(self, peer: Peer, workload: &Workload, requests: u64) -> io::Result<PathBuf> {
        let folder = std::env::current_exe()?.with_file_name("measure-reports");
        std::fs::create_dir_all(&folder)?;
        let name = format!("{:?}-{}-{}-{requests}.out", self, workload.name, peer.name());
        Ok(folder.join(name.to_lowercase()))
    }

    fn command(self, file: &Path) -> io::Result<Command> {
        let file = file.display();
        let mut command = Command::new("valgrind");
        match self {
            Self::Callgrind => {
                command.arg("--tool=callgrind").arg(format!("--callgrind-out-file={file}"));
            }
            Self::Memcheck => {
                let options = ["--tool=memcheck", "--leak-check=no", "--undef-value-errors=no"];
                command.args(options).arg(format!("--log-file={file}"));
            }
        }
        command.arg(std::env::current_exe()?);
        Ok(command)
    }

    fn total(self, report: &str) -> Option<u64> {
        let after = match self {
            Self::Callgrind => "summary: ",
            Self::Memcheck => "total heap usage: ",
        };
        let number = report.split_once(after)?.1.split_ascii_whitespace().next()?;
        number.replace(',', "").parse().ok()
    }
}
