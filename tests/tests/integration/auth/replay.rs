//! Stolen refresh tokens.

use std::sync::Arc;
use std::time::Duration;

use fastrs::testing::TestClient;
use fastrs::tokio::sync::Barrier;
use fastrs_auth::{MemoryRevocations, RedisRevocations, Sessions, TokenPair};

use super::service::service;
use super::shop::{client, pair, refresh_with, refused, rights, sessions};

/// Sessions in the Redis of the tests, under a name that nobody else has.
pub fn in_redis(url: &str, name: &str) -> Sessions {
    sessions().with_store(redis(url, name))
}

pub fn redis(url: &str, name: &str) -> RedisRevocations {
    let prefix = format!("fastrs-test:{name}:{}", std::process::id());
    RedisRevocations::new(url).unwrap().with_prefix(prefix)
}

fn tokens(answer: &fastrs::testing::TestResponse) -> (String, String) {
    let pair = answer.value();
    let text = |name: &str| pair[name].as_str().unwrap().to_owned();
    (text("access_token"), text("refresh_token"))
}

/// Of many who come with the same refresh token at the same time exactly one gets the next pair; and since the others
/// may have been the owner, it is worth nothing to anybody any more.
async fn race(clients: &[Arc<TestClient>], sessions: &Sessions) {
    const RACERS: usize = 50;
    let first = pair(sessions, "ann");
    let bystander = pair(sessions, "ann");
    let line = Arc::new(Barrier::new(RACERS));
    let racers = (0..RACERS).map(|racer| {
        let (client, line) = (clients[racer % clients.len()].clone(), line.clone());
        let token = first.refresh_token.clone();
        tokio::spawn(async move {
            line.wait().await;
            let answer = refresh_with(&client, &token).await;
            if answer.status() != 200 {
                refused("a loser", &answer);
            }
            (answer.status() == 200).then(|| tokens(&answer))
        })
    });
    let racers: Vec<_> = racers.collect();
    let mut won = Vec::new();
    for racer in racers {
        won.extend(racer.await.unwrap());
    }
    assert_eq!(won.len(), 1, "exactly one wins");
    // The family is dead: what was won, and what was there before.
    let (access, refresh) = &won[0];
    for client in clients {
        refused("the winner's access token", &client.get("/me").bearer(access).await);
        refused("the winner's refresh token", &refresh_with(client, refresh).await);
        refused("the first access token", &client.get("/me").bearer(&first.access_token).await);
        refused("the first refresh token", &refresh_with(client, &first.refresh_token).await);
        // Another session of the same user is another family.
        client.get("/me").bearer(&bystander.access_token).await.assert_ok();
    }
    refresh_with(&clients[0], &bystander.refresh_token).await.assert_ok();
}

#[fastrs::test]
async fn refresh_replay_raced_by_fifty_over_memory() {
    for _ in 0..20 {
        let sessions = sessions().with_store(MemoryRevocations::new());
        race(&[client(sessions.clone())], &sessions).await;
    }
}

#[fastrs::test]
async fn refresh_replay_raced_by_fifty_over_redis() {
    let Some(url) = service("FASTRS_TEST_REDIS_URL") else { return };
    for turn in 0..10 {
        // Two instances, each with a connection of its own.
        let instance = || in_redis(&url, &format!("race-{turn}"));
        let sessions = instance();
        race(&[client(sessions.clone()), client(instance())], &sessions).await;
    }
}

/// A chain of refreshes; any link that comes again ends it.
async fn chain(sessions: &Sessions) {
    let client = client(sessions.clone());
    for stolen in [0, 3, 8] {
        let first: TokenPair = pair(sessions, "ann");
        let mut links = vec![(first.access_token, first.refresh_token)];
        for _ in 0..9 {
            let last = links.last().unwrap().1.clone();
            links.push(tokens(&refresh_with(&client, &last).await.assert_ok()));
        }
        // Until then all of them are the session's.
        for (access, _) in &links {
            client.get("/me").bearer(access).await.assert_ok();
        }
        refused("stolen", &refresh_with(&client, &links[stolen].1).await);
        for (access, refresh) in &links {
            refused("access", &client.get("/me").bearer(access).await);
            refused("refresh", &refresh_with(&client, refresh).await);
        }
    }
}

#[fastrs::test]
async fn any_link_of_a_chain_ends_it_over_memory() {
    chain(&sessions()).await;
}

#[fastrs::test]
async fn any_link_of_a_chain_ends_it_over_redis() {
    let Some(url) = service("FASTRS_TEST_REDIS_URL") else { return };
    chain(&in_redis(&url, "chain")).await;
}

/// A refresh that is under way while everything of the user is ended does not save the session.
async fn end_all_races(sessions: &Sessions) {
    let client = client(sessions.clone());
    for _ in 0..50 {
        let first = sessions.begin("ann").await.unwrap().tokens(rights("ann")).unwrap();
        let refreshing = {
            let (client, token) = (client.clone(), first.refresh_token.clone());
            tokio::spawn(async move {
                let answer = refresh_with(&client, &token).await;
                (answer.status() == 200).then(|| tokens(&answer))
            })
        };
        client.post("/logout-all").bearer(&first.access_token).await.assert_status(204);
        if let Some((access, refresh)) = refreshing.await.unwrap() {
            refused("access", &client.get("/me").bearer(&access).await);
            refused("refresh", &refresh_with(&client, &refresh).await);
        }
        refused("first", &client.get("/me").bearer(&first.access_token).await);
    }
    // Who logs in afterwards is in.
    let last = sessions.begin("ann").await.unwrap().tokens(rights("ann")).unwrap();
    client.get("/me").bearer(last.access_token).await.assert_ok();
}

#[fastrs::test]
async fn ending_everything_races_a_refresh_over_memory() {
    end_all_races(&sessions()).await;
}

#[fastrs::test]
async fn ending_everything_races_a_refresh_over_redis() {
    let Some(url) = service("FASTRS_TEST_REDIS_URL") else { return };
    end_all_races(&in_redis(&url, "end-all")).await;
}

#[fastrs::test]
async fn a_subject_cannot_name_the_notes_of_another() {
    let Some(url) = service("FASTRS_TEST_REDIS_URL") else { return };
    let sessions = in_redis(&url, "names");
    let client = client(sessions.clone());
    let victim = pair(&sessions, "ann");
    for name in [
        "ann}",
        "{ann}",
        "}:sessions",
        "ann}:session:x",
        "ann}:sessions\u{0}",
        "ann\r\nFLUSHALL\r\n",
        "*",
        "an?",
    ] {
        let attacker = pair(&sessions, name);
        client.post("/logout-all").bearer(&attacker.access_token).await.assert_status(204);
        refused(name, &client.get("/me").bearer(&attacker.access_token).await);
        client.get("/me").bearer(&victim.access_token).await.assert_ok();
    }
}

#[fastrs::test]
async fn a_session_has_an_end_however_often_it_is_refreshed() {
    let sessions = sessions().with_longest(Duration::from_secs(60));
    let client = client(sessions.clone());
    let mut token = pair(&sessions, "ann").refresh_token;
    for _ in 0..3 {
        let answer = refresh_with(&client, &token).await.assert_ok();
        let left = answer.value()["refresh_expires_in"].as_u64().unwrap();
        assert!(left <= 60, "{left}");
        token = tokens(&answer).1;
    }
    // A cookie of the session has the same end.
    let (_, claims) = super::forge::read(&super::shop::cookie(&sessions, "ann"));
    let left = claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap();
    assert!(left <= 60, "{left}");
}
