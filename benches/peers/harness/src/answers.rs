//! Figures for different answers would say nothing.

use std::io;

use fastrs_benches::client::Answer;
use fastrs_benches::workload::{ALL, Workload};
use serde_json::Value;

use crate::arguments::Arguments;
use crate::peer::Peer;

/// What is wrong with the body of W5, as every error format names it.
const FAULTY: [&str; 3] = ["name", "price", "email"];

/// Checks all workloads of all peers, whichever are measured.
pub(crate) fn check(wanted: &Arguments) -> io::Result<()> {
    for peer in &wanted.peers {
        for crowded in [false, true] {
            let mut server = peer.start(crowded)?;
            let mut client = server.client()?;
            for workload in ALL.into_iter().filter(|workload| workload.crowded == crowded) {
                // Twice, because what follows is asked of kept connections.
                for _ in 0..2 {
                    let answer = client.ask(&workload)?;
                    right(*peer, &workload, &answer).map_err(|what| {
                        io::Error::other(format!("{} {}: {what}:\n{answer:#?}", peer.name, workload.name))
                    })?;
                }
            }
            if crowded {
                in_the_crowd(&mut client)?;
            }
            drop(client);
            server.stop()?;
        }
        eprintln!("{} answers right", peer.name);
    }
    Ok(())
}

fn right(peer: Peer, workload: &Workload, answer: &Answer) -> Result<(), &'static str> {
    if workload.name == "W5" {
        // Each in its own format, and those that will not be told otherwise with 400.
        let named = FAULTY.iter().filter(|place| answer.body.contains(**place)).count();
        return match answer.status {
            400 | 422 if named >= peer.faults() => Ok(()),
            400 | 422 => Err("not all faults are told"),
            _ => Err("the status is wrong"),
        };
    }
    if answer.status != workload.status {
        return Err("the status is wrong");
    }
    let media = answer.media.as_deref().unwrap_or_default();
    let (expected_media, expected) = expected(workload);
    if !media.starts_with(expected_media) {
        return Err("the media type is wrong");
    }
    let same = match (expected, serde_json::from_str::<Value>(&answer.body)) {
        (Value::String(text), _) => answer.body == text,
        (json, Ok(body)) => json == body,
        _ => false,
    };
    if same { Ok(()) } else { Err("the body is wrong") }
}

/// The media type, and the body: text, or JSON in whichever order of members.
fn expected(workload: &Workload) -> (&'static str, Value) {
    let json = |text: &str| ("application/json", serde_json::from_str(text).expect("JSON"));
    match workload.name {
        "W1" => ("text/plain", Value::from("Hello, World!")),
        "W2" => json(r#"{"message":"Hello, World!","number":42}"#),
        "W4" => json(workload.body),
        "W6" => json(&fastrs_benches::workload::items()),
        _ => json(r#"{"item_id":42,"q":"desk lamp","limit":20,"token":"s3cr3t-t0ken"}"#),
    }
}

/// The crowd is there: its last resource answers.
fn in_the_crowd(client: &mut fastrs_benches::client::Client) -> io::Result<()> {
    let workload = Workload { method: "DELETE", target: "/resource99/7", ..ALL[0] };
    let answer = client.ask(&workload)?;
    if answer.body.trim_matches('"') == "remove 7" {
        return Ok(());
    }
    Err(io::Error::other(format!("the crowd is not there:\n{answer:#?}")))
}
