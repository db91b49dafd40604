//! FastAPI, in a process of its own.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::request::{Answer, Request};

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

/// What is compared with; `None` if Python or FastAPI is not there.
pub fn version() -> fastrs::Result<Option<String>> {
    let Ok(mut child) = spawn() else { return Ok(None) };
    let mut out = BufReader::new(child.stdout.take().ok_or("the other side has no output")?);
    let hello = line(&mut out);
    drop(child.stdin.take());
    child.wait()?;
    let hello = hello?;
    let text = |key: &str| hello[key].as_str().unwrap_or_default().to_owned();
    Ok(hello["fastapi"]
        .is_string()
        .then(|| format!("FastAPI {}, pydantic {}", text("fastapi"), text("pydantic"))))
}

/// Its answers, in order.
pub fn answers(requests: &[Request]) -> fastrs::Result<Vec<Answer>> {
    let mut child = spawn()?;
    let mut input = child.stdin.take().ok_or("the other side has no input")?;
    let mut out = BufReader::new(child.stdout.take().ok_or("the other side has no output")?);
    line(&mut out)?;
    let answers = std::thread::scope(|scope| {
        // A thread of its own, because both pipes have an end.
        let writer = scope
            .spawn(move || requests.iter().try_for_each(|request| writeln!(input, "{}", request.line())));
        let answers: fastrs::Result<Vec<Answer>> = requests
            .iter()
            .map(|_| {
                let answer = line(&mut out)?;
                let status = answer["status"].as_u64().and_then(|status| u16::try_from(status).ok());
                Ok(Answer::new(status.unwrap_or_default(), answer["body"].as_str().unwrap_or_default()))
            })
            .collect();
        let _ = writer.join();
        answers
    });
    child.wait()?;
    answers
}
