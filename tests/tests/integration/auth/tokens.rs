//! Forged, spoiled and misplaced tokens.

use fastrs_auth::{Jwt, Key};
use serde_json::{Value, json};

use super::forge::{base64url, good, read, set, signed, with_claims, with_header, without};
use super::shop::{self, Rights, client, of_jwt, of_pem, pair, refresh_with, refused, sessions};

/// Every token is refused at every place that takes one, in the same words; it gets nowhere even as an optional one.
async fn all_refused(tokens: impl IntoIterator<Item = (String, String)>) {
    let sessions = sessions();
    let client = client(sessions.clone());
    for (case, token) in tokens {
        refused(&case, &client.get("/me").bearer(&token).await);
        refused(&case, &client.get("/maybe").bearer(&token).await);
        refused(&case, &client.get("/admin").bearer(&token).await);
        refused(&case, &client.get("/cookie/me").cookie("__Host-session", &token).await);
        refused(&case, &refresh_with(&client, &token).await);
    }
    // The client is well.
    client.get("/me").bearer(pair(&sessions, "ann").access_token).await.assert_ok();
}

fn named(name: impl ToString, token: String) -> (String, String) {
    (name.to_string(), token)
}

#[fastrs::test]
async fn alg_none() {
    let (_, claims) = good();
    let mut tokens = Vec::new();
    for alg in ["none", "None", "NONE", "nOnE", "", "null", "HS256 ", "hs256", "Hs256"] {
        for header in [
            json!({ "alg": alg, "typ": "JWT" }),
            json!({ "alg": alg, "kid": Key::hs256(shop::SECRET).unwrap().id() }),
        ] {
            let unsigned = format!("{}.{}.", base64url(header.to_string()), base64url(claims.to_string()));
            tokens.push(named(alg, unsigned.clone()));
            tokens.push(named(alg, unsigned.trim_end_matches('.').to_owned()));
            tokens.push(named(alg, format!("{unsigned}{}", base64url("x"))));
            tokens.push(named(alg, signed(&header.to_string(), &claims.to_string(), shop::SECRET)));
            tokens.push(named(alg, signed(&header.to_string(), &claims.to_string(), b"")));
        }
    }
    for alg in [json!(null), json!(0), json!(["HS256"]), json!({ "HS256": "none" }), json!(true)] {
        tokens.push(named(&alg, with_header(set("alg", alg.clone()))));
    }
    tokens.push(named("no alg", with_header(without("alg"))));
    let twice = r#"{"alg":"HS256","alg":"none","typ":"JWT"}"#;
    tokens.push(named("twice", signed(twice, &claims.to_string(), shop::SECRET)));
    all_refused(tokens).await;
}

#[fastrs::test]
async fn hs_rs_confusion() {
    for made in [Key::generate_ed25519(), Key::generate_es256()] {
        let (private, public) = made.unwrap();
        let ours = of_pem(private.expose());
        let sessions = of_jwt(ours.clone());
        let client = client(sessions.clone());
        let good = pair(&sessions, "ann").access_token;
        client.get("/me").bearer(&good).await.assert_ok();
        let (header, claims) = read(&good);
        let id = header["kid"].as_str().unwrap();
        let jwks = fastrs::serde_json::to_value(ours.jwks()).unwrap();
        let raw = base64::Engine::decode(
            &base64::engine::general_purpose::URL_SAFE_NO_PAD,
            jwks["keys"][0]["x"].as_str().unwrap(),
        );
        let secrets: [Vec<u8>; 7] = [
            public.clone().into_bytes(),
            public.trim().as_bytes().to_vec(),
            public.replace('\n', "").into_bytes(),
            raw.unwrap(),
            jwks["keys"][0]["x"].as_str().unwrap().as_bytes().to_vec(),
            jwks.to_string().into_bytes(),
            id.as_bytes().to_vec(),
        ];
        for secret in secrets {
            for alg in ["HS256", "HS384", "HS512", "RS256", "PS256", "ES256", "EdDSA"] {
                for kid in [json!(id), json!(Key::hs256([0; 32]).unwrap().id())] {
                    let header = json!({ "alg": alg, "typ": "JWT", "kid": kid });
                    let token = signed(&header.to_string(), &claims.to_string(), &secret);
                    refused(alg, &client.get("/me").bearer(token).await);
                }
                let bare = json!({ "alg": alg, "typ": "JWT" });
                let token = signed(&bare.to_string(), &claims.to_string(), &secret);
                refused(alg, &client.get("/me").bearer(token).await);
            }
        }
    }
    // The other way round: the shop has a secret, the forger any key of his own.
    let mut tokens = Vec::new();
    for made in [Key::generate_ed25519(), Key::generate_es256()] {
        let key = Key::from_pem(made.unwrap().0.expose()).unwrap();
        let his = key.clone().with_id(Key::hs256(shop::SECRET).unwrap().id());
        for key in [key, his] {
            let algorithm = key.algorithm();
            let forger = of_jwt(Jwt::new(key).with_issuer("https://shop.example").with_audience("shop"));
            tokens.push(named(algorithm, pair(&forger, "ann").access_token));
        }
    }
    all_refused(tokens).await;
}

#[fastrs::test]
async fn kid_injection() {
    let id = Key::hs256(shop::SECRET).unwrap().id().to_owned();
    let ids = [
        json!("../../../../../../dev/null"),
        json!("/dev/null"),
        json!("' UNION SELECT 'x' --"),
        json!("http://127.0.0.1:9/key"),
        json!("| sleep 10"),
        json!(""),
        json!(0),
        json!([id]),
        json!({ "id": id }),
        json!(format!("{id}\u{0}")),
        json!(format!(" {id}")),
        json!(id.to_lowercase()),
        json!(id[..id.len() - 1]),
        json!("x".repeat(4000)),
    ];
    let (_, claims) = good();
    let mut tokens = Vec::new();
    for kid in &ids {
        let header = json!({ "alg": "HS256", "typ": "JWT", "kid": kid }).to_string();
        for secret in [&shop::SECRET[..], b"", &[0; 32], id.as_bytes()] {
            tokens.push(named(kid, signed(&header, &claims.to_string(), secret)));
        }
    }
    let others = [
        ("jku", json!("http://127.0.0.1:9/jwks.json")),
        ("x5u", json!("http://127.0.0.1:9/x.pem")),
        ("x5c", json!(["MIIB"])),
        ("jwk", json!({ "kty": "oct", "k": base64url([0; 32]) })),
        ("crit", json!(["exp"])),
        ("crit", json!([])),
        ("b64", json!(false)),
        ("zip", json!("DEF")),
        ("cty", json!("JWT")),
        ("x5t", json!("AAAA")),
        ("typ", json!("refresh+jwt")),
        ("typ", json!("JOSE")),
        ("anything", json!("else")),
    ];
    for (name, value) in others {
        tokens.push(named(name, with_header(set(name, value.clone()))));
        // With the key that it brings along.
        let (mut header, claims) = good();
        header[name] = value;
        tokens.push(named(name, signed(&header.to_string(), &claims.to_string(), &[0; 32])));
    }
    all_refused(tokens).await;
}

#[fastrs::test]
async fn missing_claims() {
    let names = ["sub", "iat", "nbf", "exp", "iss", "aud", "jti", "typ", "sid"];
    let gone = names.map(|name| named(name, with_claims(without(name))));
    let wrong = names.into_iter().flat_map(|name| {
        let values = [json!(null), json!(true), json!([]), json!({}), json!(-1), json!(1.5), json!("")];
        values.map(|value| named(format!("{name} {value}"), with_claims(set(name, value.clone()))))
    });
    let texts = ["iat", "nbf", "exp"].map(|name| named(name, with_claims(set(name, json!("4102444800")))));
    let (header, claims) = good();
    let twice = claims.to_string().replace("\"sub\":", "\"sub\":\"root\",\"sub\":");
    let twice = named("sub twice", signed(&header.to_string(), &twice, shop::SECRET));
    let payloads = ["", "null", "[]", "{}", "\"x\"", "{", "1"];
    let payloads = payloads.map(|payload| named(payload, signed(&header.to_string(), payload, shop::SECRET)));
    let deep = format!("{}{}", "[".repeat(3000), "]".repeat(3000));
    let deep = named("deep", signed(&header.to_string(), &deep, shop::SECRET));
    all_refused(gone.into_iter().chain(wrong).chain(texts).chain(payloads).chain([twice, deep])).await;
}

#[fastrs::test]
async fn expired_and_future_claims() {
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let wrong = [
        ("exp", now - 31),
        ("exp", now - 86_400),
        ("exp", 0),
        ("iat", now + 40),
        ("iat", u64::MAX),
        ("nbf", now + 40),
        ("nbf", u64::MAX),
        // Issued longer ago than any token lives, whatever its `exp` says: the notes about it are gone.
        ("iat", now - 86_400),
        ("iat", 0),
    ];
    all_refused(wrong.map(|(name, at)| named(format!("{name} {at}"), with_claims(set(name, json!(at))))))
        .await;
    // Within the leeway they are good: the refusals above are for the reason that they say.
    let client = client(sessions());
    for (name, at) in [("exp", now - 20), ("iat", now + 20), ("nbf", now + 20)] {
        client.get("/me").bearer(with_claims(set(name, json!(at)))).await.assert_ok();
    }
}

#[fastrs::test]
async fn wrong_issuer_and_audience() {
    let wrong = [
        "",
        "fastrs",
        "https://shop.example/",
        "https://SHOP.example",
        "https://evil.example",
        "shop ",
        "Shop",
    ];
    let issuers = wrong.map(|name| named(format!("iss {name}"), with_claims(set("iss", json!(name)))));
    let audiences = wrong.map(|name| named(format!("aud {name}"), with_claims(set("aud", json!(name)))));
    let lists = [json!(["shop"]), json!(["shop", "evil"]), json!(["evil"]), json!({ "shop": true })];
    let lists = lists.map(|aud| named(&aud, with_claims(set("aud", aud.clone()))));
    all_refused(issuers.into_iter().chain(audiences).chain(lists)).await;
}

#[fastrs::test]
async fn token_of_the_other_kind() {
    let sessions = sessions();
    let client = client(sessions.clone());
    let pair = pair(&sessions, "ann");
    let cookie = shop::cookie(&sessions, "ann");
    // A token that belongs to no session, and those of another use of the same key.
    let single =
        |typ: &str| shop::jwt().with_typ(typ).issue("ann", Rights { role: "admin".to_owned() }).unwrap();
    let (lone, lone_refresh, mail) = (single("access"), single("refresh"), single("mail"));

    let access = [("refresh", &pair.refresh_token), ("cookie", &cookie), ("lone", &lone), ("mail", &mail)];
    for (case, token) in access {
        refused(case, &client.get("/me").bearer(token).await);
        refused(case, &client.get("/admin").bearer(token).await);
        refused(case, &client.post("/logout").bearer(token).await);
    }
    for (case, token) in [("access", &pair.access_token), ("cookie", &cookie), ("lone", &lone_refresh)] {
        refused(case, &refresh_with(&client, token).await);
    }
    for (case, token) in [("access", &pair.access_token), ("refresh", &pair.refresh_token), ("lone", &lone)] {
        refused(case, &client.get("/cookie/me").cookie("__Host-session", token).await);
    }
    // Each is good in its own place.
    client.get("/me").bearer(&pair.access_token).await.assert_ok();
    client.get("/cookie/me").cookie("__Host-session", &cookie).await.assert_ok();
    refresh_with(&client, &pair.refresh_token).await.assert_ok();
}

/// What a base64url text is made of, and what it is not made of.
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. %\"\\,;";

#[fastrs::test]
async fn tampered_at_every_byte_position() {
    let (ed25519, es256) = (Key::generate_ed25519().unwrap(), Key::generate_es256().unwrap());
    for jwt in [shop::jwt(), of_pem(ed25519.0.expose()), of_pem(es256.0.expose())] {
        let sessions = of_jwt(jwt.clone());
        let token = pair(&sessions, "ann").access_token;
        jwt.verify::<Value>(&token).unwrap();
        // An elliptic curve takes a while.
        let step = if token.starts_with(&base64url("{\"typ\":\"JWT\",\"alg\":\"HS256\"")) { 1 } else { 13 };
        for at in 0..token.len() {
            let changed = LETTERS
                .iter()
                .skip(at % step)
                .step_by(step)
                .filter(|letter| **letter != token.as_bytes()[at]);
            for letter in changed {
                let mut bytes = token.clone().into_bytes();
                bytes[at] = *letter;
                let changed = String::from_utf8(bytes).unwrap();
                assert!(jwt.verify::<Value>(&changed).is_err(), "{at}: {changed}");
            }
            assert!(jwt.verify::<Value>(&token[..at]).is_err(), "{at}: cut off");
            assert!(jwt.verify::<Value>(&token[at + 1..]).is_err(), "{at}: begun late");
            let without = format!("{}{}", &token[..at], &token[at + 1..]);
            assert!(jwt.verify::<Value>(&without).is_err(), "{at}: left out");
        }
    }
    // And at the door: one change at every place.
    let token = pair(&sessions(), "ann").access_token;
    all_refused((0..token.len()).step_by(7).map(|at| {
        let mut bytes = token.clone().into_bytes();
        bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
        named(at, String::from_utf8(bytes).unwrap())
    }))
    .await;
}

#[fastrs::test]
async fn a_token_of_one_megabyte() {
    let (header, claims) = good();
    let long = "x".repeat(1_000_000);
    let mut big = claims;
    big["big"] = json!(long);
    let tokens = [
        named("signed", signed(&header.to_string(), &big.to_string(), shop::SECRET)),
        named("no token", long.clone()),
        named("points", ".".repeat(1_000_000)),
        named("long header", format!("{}.e30.e30", base64url(format!("{{\"alg\":\"{long}\"}}")))),
        named("long signature", format!("{}{}", with_claims(|_| ()), "A".repeat(1_000_000))),
    ];
    let forms = client(sessions());
    for (case, token) in &tokens {
        let begun = std::time::Instant::now();
        refused(case, &forms.post("/refresh-form").form([("refresh_token", token)]).await);
        // Far more than a refusal takes that reads no further than the length.
        assert!(begun.elapsed() < std::time::Duration::from_secs(2), "{case}");
    }
    all_refused(tokens).await;
    // On the wire the head of a request has an end before that.
    let server = super::headers::Server::new(client_app()).await;
    let (status, _) = server.ask(&format!("authorization: Bearer {long}\r\n")).await;
    assert_eq!(status, 431);
}

fn client_app() -> fastrs::App {
    shop::Parts::of(sessions()).app()
}
