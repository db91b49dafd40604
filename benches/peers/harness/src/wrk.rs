//! `wrk`, with the request of a workload.

use std::fmt::Write as _;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;

use fastrs_benches::workload::Workload;

use crate::cores;
use crate::folder;

/// Connections that are kept busy.
const CONNECTIONS: &str = "64";

/// Requests per second that `address` answers.
pub(crate) fn rate(address: SocketAddr, workload: &Workload, seconds: u64) -> io::Result<f64> {
    let mut command = Command::new("wrk");
    command.args(["--threads", "1", "--connections", CONNECTIONS, "--duration", &format!("{seconds}s")]);
    command.arg("--script").arg(script(workload)?).arg(format!("http://{address}{}", workload.target));
    let output = cores::on_load(&command).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let rate = text.lines().find_map(|line| line.strip_prefix("Requests/sec:")?.trim().parse().ok());
    rate.ok_or_else(|| io::Error::other(format!("wrk: {text}{}", String::from_utf8_lossy(&output.stderr))))
}

/// The request, as wrk wants it.
fn script(workload: &Workload) -> io::Result<PathBuf> {
    let mut text = format!("wrk.method = \"{}\"\n", workload.method);
    for (name, value) in workload.headers {
        let _ = writeln!(text, "wrk.headers[\"{name}\"] = \"{value}\"");
    }
    if !workload.body.is_empty() {
        let _ = writeln!(text, "wrk.body = [==[{}]==]", workload.body);
    }
    let file = folder().join("target").join(format!("{}.lua", workload.name));
    std::fs::write(&file, text)?;
    Ok(file)
}
