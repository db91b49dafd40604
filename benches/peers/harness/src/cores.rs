//! Servers on one core, whoever loads them on another.

use std::io;
use std::process::Command;

/// The core of the servers. They start as many workers as there are cores they may use, which is this one.
pub(crate) const SERVERS: &str = "0";
/// The core of the load.
pub(crate) const LOAD: &str = "1";

/// `command`, pinned to the core of the servers.
pub(crate) fn on_servers(command: &Command) -> Command {
    pinned(SERVERS, command)
}

/// `command`, pinned to the core of the load.
pub(crate) fn on_load(command: &Command) -> Command {
    pinned(LOAD, command)
}

fn pinned(core: &str, command: &Command) -> Command {
    let mut pinned = Command::new("taskset");
    pinned.args(["--cpu-list", core]).arg(command.get_program()).args(command.get_args());
    pinned.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    pinned
}

/// From now on this program, and what it starts without a core of its own, stays on `core`.
pub(crate) fn stay_on(core: &str) -> io::Result<()> {
    let id = std::process::id().to_string();
    let status = Command::new("taskset").args(["--pid", "--cpu-list", core, &id]).output()?.status;
    if status.success() { Ok(()) } else { Err(io::Error::other("taskset cannot pin this program to a core")) }
}
