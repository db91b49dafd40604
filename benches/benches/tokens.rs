//! What the check of an access token costs, beside `decode` of the crate jsonwebtoken alone:
//! `cargo bench -p fastrs-benches --bench tokens`
//!
//! Both verify the same HS256 token with the same cryptography, ring. `decode` checks `exp`; [`Sessions::verify`] checks
//! all registered claims, and asks the revocations in memory, which hold ten thousand others.
//!
//! Instructions are counted by valgrind, where it is installed: this program starts itself under it. Valgrind's processor
//! has no instructions for SHA-256, so the hash, which both make, weighs more there than it does in fact: the time is the
//! stricter figure.

#![allow(clippy::print_stdout, reason = "the table is what it is for")]

use std::hint::black_box;
use std::pin::pin;
use std::process::{Command, Stdio};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use fastrs_auth::{Jwt, Sessions};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::{Deserialize, Serialize};

const SECRET: &[u8; 32] = b"thirty-two bytes that nobody has";

/// What a token of the app says beside the registered claims.
#[derive(Serialize, Deserialize)]
struct Rights {
    role: String,
    scopes: Vec<String>,
}

/// The same claims, as a program that calls jsonwebtoken writes them down.
#[derive(Deserialize)]
struct Plain {
    sub: String,
    iat: u64,
    exp: u64,
    nbf: u64,
    iss: String,
    aud: String,
    jti: String,
    typ: String,
    sid: String,
    role: String,
    scopes: Vec<String>,
}

struct Subject {
    sessions: Sessions,
    key: DecodingKey,
    validation: Validation,
    token: String,
}

/// Nothing waits, so one poll is enough.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("memory does not wait"),
    }
}

impl Subject {
    fn new(ended: usize) -> Self {
        let jwt = Jwt::hs256(SECRET).expect("the secret is long enough").with_issuer("https://shop.example");
        let sessions = Sessions::new(jwt);
        for user in 0..ended {
            let session = now(sessions.begin(format!("user-{user}"))).expect("randomness");
            now(session.end()).expect("there is room");
        }
        let rights =
            Rights { role: "moderator".into(), scopes: vec!["items:read".into(), "items:write".into()] };
        let pair = now(sessions.begin("0f8fad5b-d9cb-469f-a165-70867728950e"))
            .and_then(|session| session.tokens(rights));
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_audience(&["fastrs"]);
        validation.set_issuer(&["https://shop.example"]);
        let key = DecodingKey::from_secret(SECRET);
        Self { sessions, key, validation, token: pair.expect("a token").access_token }
    }

    fn ask(&self, whom: &str) {
        match whom {
            "decode" => {
                let data = jsonwebtoken::decode::<Plain>(&self.token, &self.key, &self.validation);
                let Plain { sub, iat, exp, nbf, iss, aud, jti, typ, sid, role, scopes } =
                    data.expect("a good token").claims;
                black_box((sub, iat, exp, nbf, iss, aud, jti, typ, sid, role, scopes));
            }
            "verify" => {
                let claims = now(self.sessions.verify::<Rights>(&self.token)).expect("a good token");
                black_box((&claims.extra.role, &claims.extra.scopes));
                black_box(claims);
            }
            _ => {}
        }
    }
}

const BOTH: [&str; 2] = ["decode", "verify"];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [_, whom, times] = &arguments[..] {
        let subject = Subject::new(100);
        (0..times.parse().unwrap_or(0)).for_each(|_: u32| subject.ask(whom));
        return;
    }
    if let Some(counts) = instructions() {
        report("instructions", counts);
    } else {
        println!("valgrind is not installed: no instructions");
    }
    report("nanoseconds", times());
}

fn report(unit: &str, [decode, verify]: [f64; 2]) {
    println!("{unit}: decode {decode:.0}, verify {verify:.0}, ratio {:.2}", verify / decode);
}

/// The lower quartiles of many short runs, by turns: most of them are over before another process has its turn.
fn times() -> [f64; 2] {
    const RUNS: usize = 4000;
    const TIMES: u32 = 40;
    let subject = Subject::new(10_000);
    let mut found = [Vec::new(), Vec::new()];
    for _ in 0..RUNS {
        for (whom, found) in BOTH.iter().zip(&mut found) {
            let begun = Instant::now();
            (0..TIMES).for_each(|_| subject.ask(whom));
            found.push(begun.elapsed());
        }
    }
    found.map(|mut times: Vec<Duration>| {
        times.sort_unstable();
        times[RUNS / 4].as_nanos() as f64 / f64::from(TIMES)
    })
}

/// The difference of two runs leaves out what starting and stopping cost.
fn instructions() -> Option<[f64; 2]> {
    let each = |whom: &str| Some((count(whom, 3000)? - count(whom, 1000)?) / 2000.0);
    Some([each(BOTH[0])?, each(BOTH[1])?])
}

fn count(whom: &str, times: u32) -> Option<f64> {
    let report = std::env::temp_dir().join(format!("fastrs-tokens-{}", std::process::id()));
    let mut valgrind = Command::new("valgrind");
    valgrind.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", report.display()));
    valgrind.arg(std::env::current_exe().ok()?).args(["count", whom, &times.to_string()]);
    let done = valgrind.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    let text = std::fs::read(&report).ok().filter(|_| done.success())?;
    let _ = std::fs::remove_file(&report);
    let text = String::from_utf8_lossy(&text).into_owned();
    text.lines().find_map(|line| line.strip_prefix("summary: ")?.trim().parse().ok())
}
