//! A burst of log-ins, and what the rest of the service feels of it.
//!
//! ```text
//! RATE_LIMITS=off DATABASE_URL=sqlite:///tmp/burst.db cargo run --release --example todo_api &
//! cargo run --release -p fastrs-benches --bin login_burst -- 127.0.0.1:8000 500 $(pgrep -n todo_api)
//! ```
//!
//! So many clients log in at the same moment, each on a connection of its own, while one client asks for `/health` every
//! five milliseconds. Printed are how the log-ins were answered, the latency of `/health`, and how the server's memory
//! grew at most.

#![allow(clippy::print_stdout, reason = "the table is what it is for")]

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const PASSWORD: &str = "correct%20horse";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().ok_or("usage: login_burst ADDRESS [CLIENTS] [PID]")?;
    let clients: usize = arguments.next().map_or(Ok(500), |count| count.parse())?;
    let pid = arguments.next();
    register(&address).await?;

    let before = memory(pid.as_deref());
    let over = Arc::new(AtomicBool::new(false));
    let probe = tokio::spawn(probe(address.clone(), over.clone(), pid));
    let began = Instant::now();
    let tasks: Vec<_> = (0..clients).map(|_| tokio::spawn(log_in(address.clone()))).collect();
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    for task in tasks {
        *answers.entry(task.await??).or_default() += 1;
    }
    let lasted = began.elapsed();
    over.store(true, Ordering::Relaxed);
    let (mut latencies, most) = probe.await??;

    println!("{clients} log-ins at once, all answered after {lasted:?}");
    for (answer, count) in answers {
        println!("  {count:>4}  {answer}");
    }
    latencies.sort_unstable();
    let at = |share: f64| latencies[((latencies.len() - 1) as f64 * share) as usize];
    println!(
        "/health meanwhile: {} requests, p50 {:?}, p99 {:?}, max {:?}",
        latencies.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
    if let (Some(before), Some(most)) = (before, most) {
        println!(
            "memory of the server: {} KiB before, at most {} KiB more",
            before,
            most.saturating_sub(before)
        );
    }
    Ok(())
}

async fn register(address: &str) -> Result<()> {
    let body = r#"{"username":"burst","email":"burst@example.com","password":"correct horse"}"#;
    let head = format!(
        "POST /auth/register HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await?;
    // 400 if an earlier run has registered it.
    ask(&mut stream, &(head + body)).await.map(drop)
}

/// The status of a log-in, with what it says of trying again.
async fn log_in(address: String) -> Result<String> {
    let body = format!("username=burst&password={PASSWORD}");
    let head = format!(
        "POST /auth/token HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(&address).await?;
    let answer = ask(&mut stream, &(head + &body)).await?;
    let mut lines = answer.lines();
    let status = lines.next().unwrap_or_default().trim_start_matches("HTTP/1.1 ").to_owned();
    let retry = lines.find(|line| line.to_ascii_lowercase().starts_with("retry-after:"));
    Ok(retry.map_or(status.clone(), |retry| format!("{status}, {retry}")))
}

/// The latencies of `/health` and the most memory, until the burst is over.
async fn probe(
    address: String,
    over: Arc<AtomicBool>,
    pid: Option<String>,
) -> Result<(Vec<Duration>, Option<u64>)> {
    let mut stream = TcpStream::connect(&address).await?;
    let (mut latencies, mut most) = (Vec::new(), None);
    while !over.load(Ordering::Relaxed) {
        let began = Instant::now();
        let answer = ask(&mut stream, "GET /health HTTP/1.1\r\nhost: x\r\n\r\n").await?;
        latencies.push(began.elapsed());
        if !answer.starts_with("HTTP/1.1 200") {
            return Err(format!("/health answered {answer}").into());
        }
        most = most.max(memory(pid.as_deref()));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok((latencies, most))
}

/// Sends a request and reads the whole answer.
async fn ask(stream: &mut TcpStream, request: &str) -> Result<String> {
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    loop {
        let mut buffer = [0; 4096];
        let count = stream.read(&mut buffer).await?;
        if count == 0 {
            return Err("the connection ended".into());
        }
        answer.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&answer);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        if body.len() >= length.unwrap_or(0) {
            return Ok(text.into_owned());
        }
    }
}

/// The resident memory of a process, in KiB.
fn memory(pid: Option<&str>) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", pid?)).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}
