//! Guessed, altered and revoked API keys.

use std::collections::BTreeSet;

use fastrs_auth::ApiKeyDraft;

use super::shop::{Parts, pair, sessions};

#[fastrs::test]
async fn guessed_and_altered_keys() {
    let parts = Parts::of(sessions());
    let keys = parts.keys.clone();
    let made = keys.make(ApiKeyDraft::new("ann", "till")).await.unwrap();
    let other = keys.make(ApiKeyDraft::new("bob", "till")).await.unwrap();
    let gone = keys.make(ApiKeyDraft::new("eve", "till")).await.unwrap();
    assert!(keys.revoke("eve", &gone.record.id).await.unwrap());
    let (key, other, gone) = (made.key.expose(), other.key.expose(), gone.key.expose());
    let token = pair(&parts.sessions, "ann").access_token;
    let client = parts.client();
    let secret = key.rsplit_once('_').map(|_| &key[key.len() - 43..]).unwrap();
    let others_secret = &other[other.len() - 43..];
    let mut guesses = vec![
        key.to_uppercase(),
        key.to_lowercase(),
        format!("{key}="),
        format!("{key}A"),
        format!("x{key}"),
        key.replacen("shop", "Shop", 1),
        key.replacen("shop", "test", 1),
        key.replacen("shop_", "", 1),
        key.replacen('_', "-", 1),
        format!("shop_{}_{secret}", "0".repeat(16)),
        // The id of one, the secret of another.
        format!("shop_{}_{others_secret}", made.record.id),
        format!("shop_{}_{}", made.record.id, made.record.hash),
        format!("shop_{}_{}", made.record.id, "A".repeat(43)),
        format!("shop_{}_", made.record.id),
        made.record.id.clone(),
        made.record.hash.clone(),
        secret.to_owned(),
        gone.clone(),
        "shop_*_*".to_owned(),
        "' OR 1=1 --".to_owned(),
        format!("Bearer {key}"),
        format!("\"{key}\""),
        format!("{key}, {key}"),
        token,
        "x".repeat(1_000_000),
    ];
    for at in 0..key.len() {
        guesses.push(key[..at].to_owned() + if &key[at..=at] == "0" { "1" } else { "0" } + &key[at + 1..]);
        guesses.push(key[..at].to_owned());
    }
    let mut answers = BTreeSet::new();
    for guess in guesses.iter().filter(|guess| !guess.is_empty()) {
        let answer = client.get("/key").header("x-api-key", guess).await;
        assert_eq!(answer.status(), 401, "{guess}");
        answers.insert((answer.text(), answer.header("www-authenticate").map(str::to_owned)));
    }
    // Revoked, unknown or altered: the answer is the same.
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert_eq!(client.get("/key").header("x-api-key", key).await.assert_ok().text(), "ann");
}

#[fastrs::test]
async fn a_key_elsewhere_or_beside_another() {
    let parts = Parts::of(sessions());
    let made = parts.keys.make(ApiKeyDraft::new("ann", "till")).await.unwrap();
    let other = parts.keys.make(ApiKeyDraft::new("bob", "till")).await.unwrap();
    let client = parts.client();
    let (key, other) = (made.key.expose(), other.key.expose());
    client.get("/key").query("x-api-key", key).await.assert_status(401);
    client.get("/key").query("X-API-Key", key).await.assert_status(401);
    client.get("/key").cookie("X-API-Key", key).await.assert_status(401);
    client.get("/key").bearer(key).await.assert_status(401);
    // Of two nobody can say which the caller means, and which one a proxy has looked at.
    for (one, two) in [(key, other), (other, key), (key, key), (key, &"x".to_owned())] {
        client.get("/key").header("x-api-key", one).header("x-api-key", two).await.assert_status(401);
    }
}
