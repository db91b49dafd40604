//! Log-ins: what the answers tell, and what a doctored table of users can do.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use fastrs::testing::{TestClient, TestResponse};
use fastrs_auth::LoginGuard;

use super::shop::{Parts, Row, Users, sessions};

async fn log_in(client: &TestClient, path: &str, name: &str, password: &str) -> TestResponse {
    client
        .post(path)
        .header("sec-fetch-site", "same-origin")
        .form([("name", name), ("password", password)])
        .await
}

/// All that a client sees.
fn seen(answer: &TestResponse) -> String {
    let mut headers: Vec<String> =
        answer.headers().iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    format!("{} {headers:?} {}", answer.status(), answer.text())
}

const LOG_INS: [&str; 2] = ["/login", "/cookie/login"];

#[fastrs::test]
async fn user_enumeration_through_any_answer() {
    let users = ["ann", "-dan", "root"];
    let long = "x".repeat(1025);
    for path in LOG_INS {
        let client = Parts::of(sessions()).with_users(&users).await.client();
        let mut wrong = BTreeSet::new();
        // Known, disabled with the wrong and with the right password, and unknown in every way.
        for (name, password) in [
            ("ann", "wrong"),
            ("ann", ""),
            ("dan", "wrong"),
            ("dan", "secret"),
            ("nobody", "wrong"),
            ("nobody", "secret"),
            ("ANN", "secret"),
            ("ann ", "secret"),
            ("ann\u{0}", "secret"),
            ("ann' OR '1'='1", "secret"),
            ("ünknown", "secret"),
        ] {
            let answer = log_in(&client, path, name, password).await.assert_status(401);
            wrong.insert(seen(&answer));
        }
        assert_eq!(wrong.len(), 1, "{path}: {wrong:#?}");
        let mut long_ones = BTreeSet::new();
        for name in ["ann", "dan", "nobody"] {
            long_ones.insert(seen(&log_in(&client, path, name, &long).await.assert_status(422)));
        }
        assert_eq!(long_ones.len(), 1, "{path}: {long_ones:#?}");
        let answer = log_in(&client, path, "ann", "secret").await;
        assert!([200, 204].contains(&answer.status()), "{}", answer.text());
    }
}

#[fastrs::test]
async fn user_enumeration_through_the_guard() {
    for path in LOG_INS {
        let mut parts = Parts::of(sessions()).with_users(&["ann", "-dan"]).await;
        parts.guard = LoginGuard::new().with_pair(5, Duration::from_secs(3600));
        let client = parts.client();
        let mut courses = BTreeSet::new();
        for name in ["ann", "dan", "nobody"] {
            let mut course = Vec::new();
            for _ in 0..8 {
                let answer = log_in(&client, path, name, "wrong").await;
                // All of them were refused within the same seconds.
                let wait = answer.header("retry-after").map(|wait| wait.parse::<u64>().unwrap().div_ceil(60));
                course.push((answer.status(), answer.text(), wait));
            }
            assert_eq!(course.iter().filter(|(status, ..)| *status == 401).count(), 5, "{course:?}");
            courses.insert(course);
            // The right password does not get past it either, nor does it tell that it is right.
            log_in(&client, path, name, "secret").await.assert_status(429);
        }
        assert_eq!(courses.len(), 1, "{path}: {courses:#?}");
    }
}

/// Each names a price that nobody can pay, or is no hash of ours.
const HOSTILE: &[&str] = &[
    "",
    "secret",
    "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
    "$argon2id$v=19$m=4194304,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$m=65536,t=4294967295,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$m=65536,t=11,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$m=8,t=1,p=16777215$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$m=-1,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$m=8,t=1,p=1,m=4194304$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$",
    "$argon2id$v=19$m=8,t=1,p=1$$",
    "$argon2id$v=16$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2i$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$scrypt$ln=31,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
];

#[fastrs::test]
async fn hostile_stored_hash_parameters() {
    let mut parts = Parts::of(sessions()).with_users(&["ann"]).await;
    let mut rows: Vec<Row> = parts.users.0.to_vec();
    let names: Vec<&'static str> = (0..HOSTILE.len()).map(|index| &*format!("row-{index}").leak()).collect();
    for (name, hash) in names.iter().zip(HOSTILE) {
        rows.push(Row { name, hash: (*hash).to_owned(), disabled: false });
    }
    let long = format!("$argon2id$v=19$m=8,t=1,p=1${}${}", "A".repeat(100_000), "A".repeat(1_000_000));
    rows.push(Row { name: "long", hash: long, disabled: false });
    parts.users = Users(Arc::new(rows));
    let client = parts.client();
    for path in LOG_INS {
        for name in names.iter().chain([&"long"]) {
            for password in ["secret", ""] {
                let begun = Instant::now();
                let answer = log_in(&client, path, name, password).await.assert_status(500);
                assert!(begun.elapsed() < Duration::from_secs(1), "{name}: {:?}", begun.elapsed());
                assert_eq!(answer.text(), r#"{"detail":"Internal Server Error"}"#, "{name}");
            }
        }
        let answer = log_in(&client, path, "ann", "secret").await;
        assert!([200, 204].contains(&answer.status()), "{}", answer.text());
    }
}
