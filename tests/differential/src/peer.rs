//! FastAPI, in a process of its own.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::request::{Answer, Request};

/// The process; it ends with its input, when this is dropped.
pub struct Peer {
    input: ChildStdin,
    out: BufReader<ChildStdout>,
    /// What is compared with.
    pub version: String,
}

fn spawn() -> std::io::Result<Child> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peer.py");
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()
}

fn line(out: &mut BufReader<ChildStdout>) -> fastrs::Result<Value> {
    let mut line = String::new();
    out.read_line(&mut line)?;
    Ok(serde_json::from_str(&line)?)
}

impl Peer {
    /// Starts it; `None` if Python or FastAPI is not there.
    pub fn start() -> fastrs::Result<Option<Self>> {
        let Ok(mut child) = spawn() else { return Ok(None) };
        let input = child.stdin.take().ok_or("the other side has no input")?;
        let mut out = BufReader::new(child.stdout.take().ok_or("the other side has no output")?);
        let hello = line(&mut out)?;
        let text = |key: &str| hello[key].as_str().unwrap_or_default().to_owned();
        let version = format!("FastAPI {}, pydantic {}", text("fastapi"), text("pydantic"));
        Ok(hello["fastapi"].is_string().then_some(Self { input, out, version }))
    }

    /// Its answers, in order.
    pub fn answers(&mut self, requests: &[Request]) -> fastrs::Result<Vec<Answer>> {
        let Self { input, out, .. } = self;
        std::thread::scope(|scope| {
            // A thread of its own, because both pipes have an end. An empty line asks for all answers so far.
            let writer = scope.spawn(move || {
                requests.iter().try_for_each(|request| writeln!(input, "{}", request.line()))?;
                writeln!(input)?;
                input.flush()
            });
            let answers = requests
                .iter()
                .map(|_| {
                    let answer = line(out)?;
                    let status = answer["status"].as_u64().and_then(|status| u16::try_from(status).ok());
                    let body = answer["body"].as_str().unwrap_or_default();
                    Ok(Answer::new(status.unwrap_or_default(), body))
                })
                .collect();
            let _ = writer.join();
            answers
        })
    }
}
