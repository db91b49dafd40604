//! The servers, each this very program started anew.

use std::io;
use std::process::Command;

use fastrs_benches::callgrind::{self, Cost, Requests};
use fastrs_benches::client::Answer;
use fastrs_benches::server::Server;
use fastrs_benches::workload::Workload;
use fastrs_benches::{app, by_hand, serve};

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Peer {
    Fastrs,
    Hyper,
}

impl Peer {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Fastrs => "fastrs",
            Self::Hyper => "hyper",
        }
    }

    /// The server that this very process shall be.
    pub(crate) fn of_argument(argument: Option<&String>) -> Option<Self> {
        [Self::Fastrs, Self::Hyper].into_iter().find(|peer| argument.is_some_and(|name| name == peer.name()))
    }

    pub(crate) fn serve(self, arguments: impl Iterator<Item = String>) -> io::Result<()> {
        let (address, crowded) = serve::arguments(arguments)?;
        match self {
            Self::Fastrs => app::serve(address, crowded),
            Self::Hyper => by_hand::serve(address),
        }
    }

    pub(crate) fn answer(self, workload: &Workload) -> io::Result<Answer> {
        let mut server = Server::start(self.command()?, workload.crowded)?;
        let answer = server.client()?.ask(workload);
        server.stop()?;
        answer
    }

    pub(crate) fn cost(self, workload: &Workload) -> io::Result<Cost> {
        let folder = std::env::current_exe()?.with_file_name("measure-reports");
        std::fs::create_dir_all(&folder)?;
        let report = folder.join(format!("{}-{}.out", self.name(), workload.name.to_lowercase()));
        callgrind::cost(&self.command()?, workload, Requests::default(), &report)
    }

    fn command(self) -> io::Result<Command> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(self.name());
        Ok(command)
    }
}
