//! Sessions that have ended, and who still has their tokens.

use std::sync::Arc;
use std::time::Duration;

use fastrs_auth::{MemoryRevocations, RevocationStore, Sessions};

use super::replay::{in_redis, redis};
use super::service::service;
use super::shop::{client, pair, refresh_with, refused, rights, sessions};

const MANY: usize = 10_000;

/// Ten thousand that have ended are all refused, and none of the ten thousand others is.
async fn ten_thousand(sessions: &Sessions) {
    let ended: Vec<_> = (0..MANY).map(|user| pair(sessions, &format!("user-{}", user % 100))).collect();
    let others: Vec<_> = (0..MANY).map(|user| pair(sessions, &format!("user-{}", user % 100))).collect();
    for pair in &ended {
        let claims = sessions.verify::<()>(&pair.access_token).await.unwrap();
        sessions.end(&claims).await.unwrap();
    }
    for (ended, other) in ended.iter().zip(&others) {
        assert!(sessions.verify::<()>(&ended.access_token).await.is_err());
        assert!(sessions.verify::<()>(&other.access_token).await.is_ok());
    }
    for ended in ended.iter().step_by(10) {
        assert!(sessions.refresh(&ended.refresh_token).await.is_err());
    }
    let client = client(sessions.clone());
    for (ended, other) in ended.iter().zip(&others).step_by(500) {
        refused("ended", &client.get("/me").bearer(&ended.access_token).await);
        refused("ended", &refresh_with(&client, &ended.refresh_token).await);
        client.get("/me").bearer(&other.access_token).await.assert_ok();
    }
}

#[fastrs::test]
async fn ten_thousand_revoked_tokens_over_memory() {
    let store = Arc::new(MemoryRevocations::with_capacity(MANY));
    ten_thousand(&sessions().with_shared_store(store.clone())).await;
    assert_eq!(store.len(), MANY, "one note for each that has ended, none for those that have not");
}

#[fastrs::test]
async fn ten_thousand_revoked_tokens_over_redis() {
    let Some(url) = service("FASTRS_TEST_REDIS_URL") else { return };
    ten_thousand(&in_redis(&url, "ten-thousand")).await;
}

#[fastrs::test]
async fn a_full_memory_lets_no_ended_session_in() {
    let store = Arc::new(MemoryRevocations::with_capacity(100));
    let sessions = sessions().with_shared_store(store.clone());
    let client = client(sessions.clone());
    let (mut ended, mut failed) = (Vec::new(), Vec::new());
    for _ in 0..2000 {
        let pair = pair(&sessions, "ann");
        let answer = client.post("/logout").bearer(&pair.access_token).await;
        match answer.status() {
            204 => ended.push(pair),
            503 => {
                assert_eq!(answer.header("retry-after"), Some("1"));
                failed.push(pair);
            }
            other => panic!("{other}"),
        }
    }
    assert!(ended.len() >= 100 && failed.len() > 1000, "{} and {}", ended.len(), failed.len());
    for pair in &ended {
        refused("ended", &client.get("/me").bearer(&pair.access_token).await);
    }
    // What could not be noted was not done, and is said so: the session goes on, but nobody can use its refresh token up.
    client.get("/me").bearer(&failed[0].access_token).await.assert_ok();
    refresh_with(&client, &failed[0].refresh_token).await.assert_status(503);
    assert!(store.len() < 1000, "{}", store.len());
}

#[fastrs::test]
async fn logging_out_at_one_instance_is_seen_by_the_other_within_one_request() {
    let Some(url) = service("FASTRS_TEST_REDIS_URL") else { return };
    let (here, there) = (in_redis(&url, "instances"), in_redis(&url, "instances"));
    let clients = (client(here.clone()), client(there));
    for _ in 0..100 {
        let ours = pair(&here, "ann");
        clients.1.get("/me").bearer(&ours.access_token).await.assert_ok();
        clients.0.post("/logout").bearer(&ours.access_token).await.assert_status(204);
        refused("access", &clients.1.get("/me").bearer(&ours.access_token).await);
        refused("refresh", &refresh_with(&clients.1, &ours.refresh_token).await);
    }
    // All of a user's, and by the other instance.
    let (one, two) = (pair(&here, "bob"), pair(&here, "bob"));
    clients.1.post("/logout-all").bearer(&one.access_token).await.assert_status(204);
    refused("all", &clients.0.get("/me").bearer(&two.access_token).await);
    // A replay at the other instance.
    let ours = pair(&here, "eve");
    refresh_with(&clients.0, &ours.refresh_token).await.assert_ok();
    refused("replay", &refresh_with(&clients.1, &ours.refresh_token).await);
    refused("dead", &clients.0.get("/me").bearer(&ours.access_token).await);
}

#[fastrs::test]
async fn what_somebody_else_wrote_into_redis_closes_the_door() {
    let Some(url) = service("FASTRS_TEST_REDIS_URL") else { return };
    let store = redis(&url, "foreign");
    // Notes of a time that has not come, and of one beyond all times.
    store.revoke_all("ann", u64::MAX, Duration::from_secs(60)).await.unwrap();
    let sessions = sessions().with_store(store);
    let client = client(sessions.clone());
    refused("ended for ever", &client.get("/me").bearer(pair(&sessions, "ann").access_token).await);
    client.get("/me").bearer(pair(&sessions, "bob").access_token).await.assert_ok();
}

/// In the same moment, and again and again.
async fn in_after_the_end(sessions: &Sessions) {
    let client = client(sessions.clone());
    for _ in 0..20 {
        let before = sessions.begin("ann").await.unwrap().tokens(rights("ann")).unwrap();
        sessions.end_all("ann").await.unwrap();
        let after = sessions.begin("ann").await.unwrap().tokens(rights("ann")).unwrap();
        refused("before", &client.get("/me").bearer(&before.access_token).await);
        client.get("/me").bearer(&after.access_token).await.assert_ok();
        refresh_with(&client, &after.refresh_token).await.assert_ok();
    }
}

#[fastrs::test]
async fn who_logs_in_after_all_sessions_were_ended_is_in() {
    in_after_the_end(&sessions()).await;
    let Some(url) = service("FASTRS_TEST_REDIS_URL") else { return };
    in_after_the_end(&in_redis(&url, "after-the-end")).await;
}
