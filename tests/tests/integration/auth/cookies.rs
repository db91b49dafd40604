//! What pages of others make a browser do that has a session.

use fastrs::http::Method;
use fastrs::testing::{TestClient, TestRequest};

use super::shop::{Parts, client, cookie, pair, sessions};

const NAME: &str = "__Host-session";

type Headers = &'static [(&'static str, &'static str)];

fn dressed<'c>(request: TestRequest<'c>, headers: Headers) -> TestRequest<'c> {
    headers
        .iter()
        .fold(request.header("host", "shop.example"), |request, (name, value)| request.header(name, value))
}

/// What a browser, or an old one, says of a page that is not the shop's.
const FOREIGN: &[Headers] = &[
    &[],
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
    // The origin is right, and the browser says that the page is not.
    &[("sec-fetch-site", "cross-site"), ("origin", "https://shop.example")],
    &[("sec-fetch-site", "same-site"), ("origin", "https://shop.example")],
    &[("sec-fetch-site", "")],
    &[("sec-fetch-site", "SAME-ORIGIN")],
    &[("sec-fetch-site", "same-origin, cross-site")],
    &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "same-origin")],
    &[("origin", "https://evil.example")],
    &[("origin", "https://www.shop.example")],
    &[("origin", "https://shop.example.evil.example")],
    &[("origin", "https://evilshop.example")],
    &[("origin", "https://shop.example:8443")],
    &[("origin", "https://shop.example@evil.example")],
    &[("origin", "https://evil.example#shop.example")],
    &[("origin", "https://evil.example/shop.example")],
    &[("origin", "null")],
    &[("origin", "")],
    &[("origin", "shop.example")],
    &[("origin", "//shop.example")],
    &[("origin", "file://")],
    &[("origin", "file://shop.example")],
    // Whoever sits on the line can make a page without TLS; the cookie is for TLS only.
    &[("origin", "http://shop.example")],
    &[("origin", "https://shop.example"), ("origin", "https://evil.example")],
    &[("origin", "https://shop.example"), ("origin", "https://shop.example")],
    &[("origin", "https://shop.example https://evil.example")],
    &[("origin", "https://shop.example, https://evil.example")],
    &[("referer", "https://shop.example/")],
    &[("x-requested-with", "XMLHttpRequest")],
    &[("content-type", "application/json")],
    &[("x-csrf-token", "x")],
];

/// What it says of the shop's own pages.
const OWN: &[Headers] = &[
    &[("sec-fetch-site", "same-origin")],
    &[("sec-fetch-site", "none")],
    &[("sec-fetch-site", "same-origin"), ("origin", "https://shop.example")],
    &[("origin", "https://shop.example")],
    &[("origin", "https://SHOP.example")],
    &[("origin", "https://shop.example:443")],
];

#[fastrs::test]
async fn csrf_by_a_form_of_another_page() {
    let sessions = sessions();
    let value = cookie(&sessions, "ann");
    let client = client(sessions);
    for headers in FOREIGN {
        let change = || dressed(client.post("/cookie/change").cookie(NAME, &value), headers);
        assert_eq!(change().await.status(), 403, "{headers:?}");
        let form = change().form([("amount", "1000")]).await;
        assert_eq!(form.status(), 403, "{headers:?}");
        assert_eq!(dressed(client.post("/cookie/logout").cookie(NAME, &value), headers).await.status(), 403);
        // Reading is what links do.
        dressed(client.get("/cookie/me").cookie(NAME, &value), headers).await.assert_ok();
    }
    for headers in OWN {
        let answer = dressed(client.post("/cookie/change").cookie(NAME, &value), headers).await;
        assert_eq!(answer.status(), 204, "{headers:?}: {}", answer.text());
    }
    // Neither a spoiled cookie nor none tells anything else.
    for headers in FOREIGN {
        dressed(client.post("/cookie/change").cookie(NAME, "x"), headers).await.assert_status(403);
        dressed(client.post("/cookie/change"), headers).await.assert_status(401);
    }
}

#[fastrs::test]
async fn csrf_by_other_methods() {
    let sessions = sessions();
    let value = cookie(&sessions, "ann");
    let client = client(sessions);
    for method in ["HEAD", "OPTIONS"] {
        let request = client.request(Method::from_bytes(method.as_bytes()).unwrap(), "/cookie/change");
        let status = request.cookie(NAME, &value).unchecked().await.status();
        assert!([200, 204, 405].contains(&status), "{method} changes nothing: {status}");
    }
    // A method that another header names is not looked at.
    for name in ["x-http-method-override", "x-method-override", "x-http-method"] {
        let request = client.get("/cookie/change").cookie(NAME, &value).header(name, "POST");
        request.unchecked().await.assert_status(405);
    }
    client
        .get("/cookie/change")
        .query("_method", "POST")
        .cookie(NAME, &value)
        .unchecked()
        .await
        .assert_status(405);
}

#[fastrs::test]
async fn csrf_by_a_web_socket() {
    let sessions = sessions();
    let value = cookie(&sessions, "ann");
    let client = client(sessions);
    let open = |headers, upgrade: &str| {
        let request = dressed(client.get("/cookie/me").cookie(NAME, &value), headers);
        request.header("connection", "Upgrade").header("upgrade", upgrade)
    };
    for upgrade in ["websocket", "WebSocket", "websocket, h2c", "h2c", ""] {
        for headers in FOREIGN {
            assert_eq!(open(headers, upgrade).await.status(), 403, "{upgrade} {headers:?}");
        }
        for headers in OWN {
            assert_eq!(open(headers, upgrade).await.status(), 200, "{upgrade} {headers:?}");
        }
    }
}

#[fastrs::test]
async fn csrf_at_the_log_in() {
    // Whoever logs a browser in as himself reads later what its user has typed there.
    let client = Parts::of(sessions()).with_users(&["mallory"]).await.client();
    let log_in = |headers| {
        let request = client.post("/cookie/login").form([("name", "mallory"), ("password", "secret")]);
        dressed(request, headers)
    };
    for headers in FOREIGN {
        let answer = log_in(headers).await;
        assert_eq!(answer.status(), 403, "{headers:?}");
        assert_eq!(answer.header("set-cookie"), None);
    }
    for headers in OWN {
        assert_eq!(log_in(headers).await.status(), 204, "{headers:?}");
    }
}

/// The value of the cookie that a log-in sets.
async fn log_in(client: &TestClient, planted: Option<&str>) -> String {
    let mut request = client.post("/cookie/login").header("sec-fetch-site", "same-origin");
    if let Some(planted) = planted {
        request = request.cookie(NAME, planted);
    }
    let answer = request.form([("name", "ann"), ("password", "secret")]).await.assert_status(204);
    let set = answer.header("set-cookie").unwrap();
    for part in ["Path=/", "HttpOnly", "Secure", "SameSite=Lax"] {
        assert!(set.split("; ").any(|found| found.eq_ignore_ascii_case(part)), "{set}");
    }
    assert!(!set.to_lowercase().contains("domain"), "{set}");
    set.split(['=', ';']).nth(1).unwrap().to_owned()
}

#[fastrs::test]
async fn session_fixation() {
    let sessions = sessions();
    let shop = |sessions| async { Parts::of(sessions).with_users(&["ann"]).await.client() };
    let mallorys = cookie(&sessions, "mallory");
    let access = pair(&sessions, "mallory").access_token;
    let mut ids = std::collections::BTreeSet::new();
    for planted in [None, Some("x"), Some(mallorys.as_str()), Some(access.as_str())] {
        let client = shop(sessions.clone()).await;
        let value = log_in(&client, planted).await;
        assert_ne!(Some(value.as_str()), planted);
        let (_, claims) = super::forge::read(&value);
        assert_eq!(claims["sub"], "ann");
        assert!(ids.insert(claims["sid"].as_str().unwrap().to_owned()), "a session of its own each time");
    }
    // What was planted is worth what it was before.
    let other = client(sessions.clone());
    assert_eq!(other.get("/cookie/me").cookie(NAME, &mallorys).await.assert_ok().text(), "mallory");
    // After the log-out the old value is worth nothing, wherever it was kept.
    let client = shop(sessions.clone()).await;
    let value = log_in(&client, None).await;
    let out = client.post("/cookie/logout").header("sec-fetch-site", "same-origin").await.assert_status(204);
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    client.get("/cookie/me").cookie(NAME, &value).await.assert_status(401);
    assert_ne!(log_in(&client, None).await, value);
}

#[fastrs::test]
async fn cookie_tossing() {
    let sessions = sessions();
    let (ann, mallory) = (cookie(&sessions, "ann"), cookie(&sessions, "mallory"));
    let client = client(sessions);
    let ask = |headers: &[String]| {
        headers.iter().fold(client.get("/cookie/me"), |request, header| request.header("cookie", header))
    };
    let pair = |name: &str, value: &str| format!("{name}={value}");
    let (ours, theirs) = (pair(NAME, &ann), pair(NAME, &mallory));
    // Of two nobody can tell which one another host has planted.
    let spaced = pair("__Host-session ", &mallory);
    for (one, two) in [
        (&ours, &theirs),
        (&spaced, &ours),
        (&theirs, &ours),
        (&ours, &ours),
        (&ours, &pair(NAME, "x")),
        (&pair(NAME, ""), &ours),
    ] {
        ask(&[format!("{one}; {two}")]).await.assert_status(401);
        ask(&[one.clone(), two.clone()]).await.assert_status(401);
    }
    // Names that only look like it are others.
    for name in ["__host-session", "__HOST-SESSION", "__Secure-session", "session", "__Host-sessionx"] {
        ask(&[pair(name, &mallory)]).await.assert_status(401);
    }
    for name in ["__host-session", "session", "x"] {
        let both = format!("{}; {ours}", pair(name, &mallory));
        assert_eq!(ask(&[both]).await.assert_ok().text(), "ann");
    }
    // A value that ends the pair begins no other one.
    ask(&[format!("x=\"; {theirs}\"; {ours}")]).await.assert_status(401);
}
