//! Passwords tried by the thousand.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Barrier;
use std::time::Duration;

use fastrs_auth::LoginGuard;

use super::shop::{Parts, sessions};

const HOUR: Duration = Duration::from_secs(3600);
const THREADS: usize = 64;

/// How many of the attempts of 64 threads at once are let in.
fn admitted(attempts: usize, admit: impl Fn(usize) -> bool + Sync) -> usize {
    let line = Barrier::new(THREADS);
    std::thread::scope(|scope| {
        let thread = |thread: usize| {
            let (line, admit) = (&line, &admit);
            scope.spawn(move || {
                line.wait();
                (0..attempts).filter(|attempt| admit(thread * attempts + attempt)).count()
            })
        };
        let threads: Vec<_> = (0..THREADS).map(thread).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    })
}

#[test]
fn sixty_four_threads_at_one_account_get_as_many_attempts_as_one() {
    for _ in 0..20 {
        let guard = LoginGuard::new().with_account(10, HOUR).with_address(1_000_000, HOUR);
        // From an address of its own each, and each in a spelling of its own.
        let found = admitted(50, |index| {
            let from = IpAddr::from(Ipv4Addr::from(0x0a00_0000 + index as u32));
            guard.admit(if index % 2 == 0 { "ann" } else { "ANN" }, Some(from)).is_ok()
        });
        assert_eq!(found, 10);
    }
}

#[test]
fn sixty_four_threads_from_one_address_get_as_many_attempts_as_one() {
    for _ in 0..20 {
        let guard = LoginGuard::new().with_pair(10, HOUR).with_account(10, HOUR).with_address(50, HOUR);
        // At an account of its own each: passwords sprayed. And from all addresses that a subscriber has.
        let found = admitted(50, |index| {
            let from = IpAddr::from(Ipv6Addr::from((0x2001_0db8_u128 << 96) + index as u128));
            guard.admit(&format!("user-{index}"), Some(from)).is_ok()
        });
        assert_eq!(found, 50);
    }
}

#[test]
fn who_logs_in_rightly_all_day_wins_no_attempts_for_others() {
    let guard = LoginGuard::new().with_pair(10, HOUR).with_account(10, HOUR).with_address(50, HOUR);
    let from = Some(IpAddr::from(Ipv4Addr::LOCALHOST));
    let found = admitted(200, |index| {
        // The attacker's own account, by the right password, between the guesses at another.
        if index % 2 == 0 {
            guard.admit("mallory", from).map(fastrs_auth::Attempt::succeeded).is_err()
        } else {
            guard.admit("ann", from).is_ok()
        }
    });
    // Of Mallory's some may be refused, while 64 are under way at once; of Ann's ten are let in.
    assert!(found >= 10);
    let more = (0..100).filter(|_| guard.admit("ann", from).is_ok()).count();
    assert_eq!(more, 0);
}

#[fastrs::test]
async fn a_burst_of_guesses_at_the_route_gets_no_further_than_the_limit() {
    let mut parts = Parts::of(sessions()).with_users(&["ann"]).await;
    parts.guard = LoginGuard::new().with_pair(10, HOUR);
    let client = parts.client();
    let guesses = (0..THREADS).map(|guess| {
        let client = client.clone();
        tokio::spawn(async move {
            let form = [("name", "ann".to_owned()), ("password", format!("guess-{guess}"))];
            let answer = client.post("/login").form(form).await;
            if answer.status() == 429 {
                let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
                assert!((1..=360).contains(&wait), "{wait}");
            }
            answer.status()
        })
    });
    let guesses: Vec<_> = guesses.collect();
    let mut statuses = Vec::new();
    for guess in guesses {
        statuses.push(guess.await.unwrap());
    }
    let count = |status| statuses.iter().filter(|found| **found == status).count();
    assert_eq!((count(401), count(429)), (10, 54));
    // The one who has the password waits, too.
    client.post("/login").form([("name", "ann"), ("password", "secret")]).await.assert_status(429);
}
