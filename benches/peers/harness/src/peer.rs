//! Who is measured.

use std::io;
use std::path::PathBuf;
use std::process::Command;

use fastrs_benches::callgrind::Requests;
use fastrs_benches::server::Server;
use fastrs_benches::workload::{Workload, items};

use crate::cores;
use crate::folder;

/// One framework, with what its users use it with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    /// The packages whose versions are worth telling.
    pub(crate) packages: &'static [&'static str],
}

pub(crate) const ALL: [Peer; 9] = [
    Peer { name: "fastrs", packages: &["fastrs"] },
    Peer { name: "hyper", packages: &["hyper"] },
    Peer { name: "axum", packages: &["axum", "axum-valid", "garde", "utoipa"] },
    Peer { name: "actix", packages: &["actix-web", "garde-actix-web", "garde"] },
    Peer { name: "xitca", packages: &["xitca-web", "garde"] },
    Peer { name: "ntex", packages: &["ntex", "garde"] },
    Peer { name: "salvo", packages: &["salvo", "salvo-oapi", "garde"] },
    Peer { name: "poem", packages: &["poem", "poem-openapi"] },
    FASTAPI,
];

const FASTAPI: Peer = Peer { name: "fastapi", packages: &["fastapi", "uvicorn", "pydantic"] };

impl Peer {
    /// Builds the server, alone: features that another peer asks of a shared package shall not reach it.
    pub(crate) fn build(self) -> io::Result<()> {
        if self == FASTAPI {
            return build_fastapi();
        }
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["build", "--release", "--quiet", "--package", &format!("peer-{}", self.name)]);
        run(command.current_dir(folder()))
    }

    pub(crate) fn command(self) -> io::Result<Command> {
        if self != FASTAPI {
            return Ok(Command::new(folder().join("target/release").join(format!("peer-{}", self.name))));
        }
        let file = folder().join("target/items.json");
        std::fs::write(&file, items())?;
        let mut command = Command::new(venv().join("bin/python"));
        command.arg(folder().join("fastapi/main.py")).env("PEERS_ITEMS", file);
        Ok(command)
    }

    /// Starts the server on the one core that it may use, and waits until it listens.
    pub(crate) fn start(self, crowded: bool) -> io::Result<Server> {
        let mut server = Server::start(cores::on_servers(&self.command()?), crowded)?;
        server.client()?;
        Ok(server)
    }

    /// How many faults of a body it tells at once, where it cannot tell all three.
    pub(crate) fn faults(self) -> usize {
        if self.name == "poem" { 1 } else { 3 }
    }

    /// Enough requests for a difference, and few enough for an interpreter under valgrind.
    pub(crate) fn requests(self, workload: &Workload) -> Requests {
        match (self == FASTAPI, workload.crowded) {
            (false, _) => Requests::default(),
            (true, false) => Requests { few: 100, many: 400 },
            (true, true) => Requests { few: 50, many: 150 },
        }
    }
}

fn venv() -> PathBuf {
    folder().join("target/venv")
}

fn build_fastapi() -> io::Result<()> {
    if !venv().join("done").exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(venv()))?;
        let requirements = folder().join("fastapi/requirements.txt");
        run(Command::new(venv().join("bin/pip")).args(["install", "--quiet", "-r"]).arg(requirements))?;
        std::fs::write(venv().join("done"), "")?;
    }
    Ok(())
}

fn run(command: &mut Command) -> io::Result<()> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("{command:?} ended with {status}"))) }
}
