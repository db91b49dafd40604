//! Behind a proxy: who is believed, and what the client sees.

use std::net::IpAddr;

use fastrs::ProxyHeaders;
use fastrs::middleware::{HttpsRedirect, TrustedHosts};
use fastrs::prelude::*;
use fastrs::testing::TestClient;
use serde_json::{Value, json};

#[get("/who")]
async fn who(client: ClientAddr, base: BaseUrl) -> String {
    format!("{} {base}", client.0)
}

#[get("/base")]
async fn base(base: BaseUrl) -> String {
    base.to_string()
}

#[get("/items/")]
async fn items(root_path: RootPath) -> String {
    root_path.to_string()
}

const NOTHING: &[(&str, &str)] = &[];

fn app() -> App {
    App::new("Test", "1").routes(routes![who, base, items])
}

/// Who the handler sees: `address:port base`.
async fn seen(app: App, peer: &str, headers: &[(&str, &str)]) -> String {
    let client = TestClient::new(app);
    let mut request =
        client.get("/who").sent_from(peer.parse::<IpAddr>().unwrap()).header("host", "inner:80");
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request.await.assert_ok().text()
}

#[track_caller]
fn same(case: &[(&str, &str)], found: &str, expected: &str) {
    assert_eq!(found, expected, "{case:?}");
}

const FOR: &str = "x-forwarded-for";
const PROTO: &str = "x-forwarded-proto";
const HOST: &str = "x-forwarded-host";

#[fastrs::test]
async fn nobody_is_believed_unless_trusted() {
    let spoofed = &[(FOR, "203.0.113.7"), (PROTO, "https"), (HOST, "bank.example.com")];
    same(spoofed, &seen(app(), "10.0.0.1", spoofed).await, "10.0.0.1:50000 http://inner:80");
    let app = || app().trusted_proxies(["10.0.0.0/8", "::1"]);
    same(spoofed, &seen(app(), "192.0.2.1", spoofed).await, "192.0.2.1:50000 http://inner:80");
    for peer in ["10.0.0.1", "10.255.255.255", "::ffff:10.0.0.1", "::1"] {
        same(spoofed, &seen(app(), peer, spoofed).await, "203.0.113.7:0 https://bank.example.com");
    }
}

#[fastrs::test]
async fn the_last_hop_that_is_not_trusted_is_the_client() {
    let app = || app().trusted_proxies(["10.0.0.0/8"]);
    for (headers, expected) in [
        // what the client wrote itself stands to the left of what the proxies saw
        (&[(FOR, "1.1.1.1, 203.0.113.7")][..], "203.0.113.7:0 http://inner:80"),
        (&[(FOR, "1.1.1.1, 203.0.113.7, 10.2.0.1")], "203.0.113.7:0 http://inner:80"),
        (
            &[(FOR, "1.1.1.1"), (FOR, "203.0.113.7, 10.2.0.1"), (FOR, "10.3.0.1")],
            "203.0.113.7:0 http://inner:80",
        ),
        // a client of the inner network
        (&[(FOR, "10.9.9.9, 10.2.0.1")], "10.9.9.9:0 http://inner:80"),
        (&[(FOR, "203.0.113.7:4711")], "203.0.113.7:4711 http://inner:80"),
        (&[(FOR, "[2001:db8::7]:4711")], "[2001:db8::7]:4711 http://inner:80"),
        (&[(FOR, "2001:db8::7")], "[2001:db8::7]:0 http://inner:80"),
        (&[(FOR, "[2001:db8::7]")], "[2001:db8::7]:0 http://inner:80"),
        // the scheme that the outermost trusted proxy saw, not the one that the client claims
        (&[(FOR, "203.0.113.7"), (PROTO, "https, http")], "203.0.113.7:0 http://inner:80"),
        (&[(FOR, "203.0.113.7, 10.2.0.1"), (PROTO, "http, https, http")], "203.0.113.7:0 https://inner:80"),
        (&[(FOR, "203.0.113.7, 10.2.0.1"), (PROTO, "https")], "203.0.113.7:0 https://inner:80"),
        (
            &[(FOR, "203.0.113.7"), (HOST, "evil.example, shop.example:8443")],
            "203.0.113.7:0 http://shop.example:8443",
        ),
        (NOTHING, "10.0.0.1:50000 http://inner:80"),
    ] {
        same(headers, &seen(app(), "10.0.0.1", headers).await, expected);
    }
}

#[fastrs::test]
async fn what_is_malformed_is_ignored() {
    let app = || app().trusted_proxies(["10.0.0.0/8"]);
    for value in [
        "",
        ",",
        "unknown",
        "localhost",
        "256.1.1.1",
        "1.2.3",
        "1.1.1.1, ",
        "1.1.1.1, x",
        "[::1",
        "1.2.3.4:99999",
        "é",
    ] {
        let headers = &[(FOR, value)];
        same(headers, &seen(app(), "10.0.0.1", headers).await, "10.0.0.1:50000 http://inner:80");
    }
    // as far as somebody knows: the second proxy is the last that is sure
    let headers = &[(FOR, "1.1.1.1, garbage, 10.2.0.1")];
    same(headers, &seen(app(), "10.0.0.1", headers).await, "10.2.0.1:0 http://inner:80");
    for (name, value) in [
        (PROTO, "javascript"),
        (PROTO, "https, "),
        (PROTO, ""),
        (HOST, "a b"),
        (HOST, "user@evil.example"),
        (HOST, "evil.example/path"),
        (HOST, ""),
    ] {
        let headers = &[(name, value)];
        same(headers, &seen(app(), "10.0.0.1", headers).await, "10.0.0.1:50000 http://inner:80");
    }
}

#[fastrs::test]
async fn one_kind_of_header_is_read() {
    let app = || app().trusted_proxies(["10.0.0.0/8"]);
    let forwarded = (
        "forwarded",
        "for=1.1.1.1;host=evil.example, for=\"[2001:db8::7]:80\";Proto=HTTPS;host=shop.example",
    );
    same(&[forwarded], &seen(app(), "10.0.0.1", &[forwarded]).await, "10.0.0.1:50000 http://inner:80");
    let app = || app().proxy_headers(ProxyHeaders::Forwarded);
    let both = &[forwarded, (FOR, "9.9.9.9"), (PROTO, "http")];
    same(both, &seen(app(), "10.0.0.1", both).await, "[2001:db8::7]:80 https://shop.example");
    for value in [
        "for=_hidden",
        "for=unknown",
        "for=\"1.1.1.1",
        "for=1.1.1.1;for=2.2.2.2",
        "1.1.1.1",
        "for=\"a\\\"b\"",
    ] {
        let headers = &[("forwarded", value)];
        same(headers, &seen(app(), "10.0.0.1", headers).await, "10.0.0.1:50000 http://inner:80");
    }
    // What a proxy quotes is its client's word, whatever stands in it.
    let quoted = &[("forwarded", "for=203.0.113.7;host=\"a,for=6.6.6.6;x=\\\",for=7.7.7.7;y=\"")];
    same(quoted, &seen(app(), "10.0.0.1", quoted).await, "203.0.113.7:0 http://inner:80");
}

#[middleware]
async fn tell(request: Request, next: Next) -> Response {
    let address = request.extensions().get::<ClientAddr>().copied();
    let mut response = next.run(request).await;
    let value = address.map(|address| address.0.ip().to_string()).unwrap_or_default();
    response.headers_mut().insert("x-seen", value.parse().unwrap());
    response
}

#[fastrs::test]
async fn layers_see_whom_the_proxy_saw() {
    let client = TestClient::new(app().trusted_proxies(["127.0.0.1"]).middleware(tell));
    let answer =
        client.get("/who").header(FOR, "203.0.113.7").header("host", "shop.example").await.assert_ok();
    assert_eq!(answer.header("x-seen"), Some("203.0.113.7"));
    assert_eq!(answer.text(), "203.0.113.7:0 http://shop.example");
}

#[fastrs::test]
async fn a_wrong_network_keeps_the_app_from_starting() {
    let faults = app().trusted_proxies(["10.0.0.0/8", "*", "proxy.local"]).build().unwrap_err();
    let faults: Vec<_> = faults.iter().map(|fault| fault.what.clone()).collect();
    assert_eq!(
        faults,
        ["`*` is no address of a trusted proxy", "`proxy.local` is no address of a trusted proxy"]
    );
}

#[fastrs::test]
async fn requests_come_with_and_without_the_root_path() {
    for root in ["/api/v1", "/api/v1/", "api/v1"] {
        let client = TestClient::new(app().root_path(root));
        for path in ["/items/", "/api/v1/items/"] {
            assert_eq!(client.get(path).await.assert_ok().text(), "/api/v1");
        }
        client.get("/api/v10/items/").await.assert_status(404);
        client.get("/api/v1").await.assert_status(404);
        // the client sees the path below the root, so it is sent there
        for path in ["/items?q=1", "/api/v1/items?q=1"] {
            let answer = client.get(path).await.assert_status(307);
            assert_eq!(answer.header("location"), Some("/api/v1/items/?q=1"));
        }
        assert_eq!(client.openapi()["servers"], json!([{ "url": "/api/v1" }]));
    }
}

/// What an app answers to a whole address, as HTTP/2 sends it: without `Host`.
async fn called(app: App, address: &str) -> (u16, String) {
    let mut service = app.build().unwrap();
    let request = fastrs::http::Request::get(address).body(Body::empty()).unwrap();
    let answer = tower_service::Service::call(&mut service, request).await.unwrap();
    let status = answer.status().as_u16();
    let location = answer.headers().get("location").map(|location| location.to_str().unwrap().to_owned());
    let body = answer.into_body().collect(1000).await.unwrap();
    (status, location.unwrap_or_else(|| String::from_utf8(body.to_vec()).unwrap()))
}

#[fastrs::test]
async fn a_prefix_that_is_taken_off_leaves_the_host() {
    let mounted = || App::new("Outer", "1").mount("/sub", app().layer(TrustedHosts::new(["shop.example"])));
    for (app, address, expected) in [
        (app(), "http://shop.example/base", (200, "http://shop.example")),
        (app().root_path("/api"), "http://shop.example/api/base", (200, "http://shop.example/api")),
        (mounted(), "http://shop.example/sub/base", (200, "http://shop.example/sub")),
        (mounted(), "http://evil.example/sub/base", (400, "")),
        (mounted(), "http://shop.example:x@evil.example/sub/base", (400, "")),
    ] {
        let (status, text) = called(app, address).await;
        assert_eq!(status, expected.0, "{address}");
        assert!(text.contains(expected.1), "{address}: {text}");
    }
}

#[fastrs::test]
async fn the_way_to_https_keeps_the_root_path() {
    let app = || app().root_path("/api").layer(HttpsRedirect::new(["shop.example"]));
    let mounted =
        App::new("Outer", "1").mount("/sub", self::app().layer(HttpsRedirect::new(["shop.example"])));
    for (app, address, expected) in [
        (app(), "http://shop.example/who?a=1", "https://shop.example/api/who?a=1"),
        (app(), "http://shop.example/api/who", "https://shop.example/api/who"),
        (mounted, "http://shop.example/sub/who", "https://shop.example/sub/who"),
    ] {
        assert_eq!(called(app, address).await, (307, expected.to_owned()), "{address}");
    }
}

#[fastrs::test]
async fn the_root_path_is_named_once_or_not_at_all() {
    let servers = |app: App| app.build().unwrap().openapi()["servers"].clone();
    let own = || app().root_path("/api/v1").server("https://x.example");
    assert_eq!(servers(own()), json!([{ "url": "/api/v1" }, { "url": "https://x.example" }]));
    assert_eq!(
        servers(own().server("/api/v1")),
        json!([{ "url": "https://x.example" }, { "url": "/api/v1" }])
    );
    assert_eq!(servers(own().root_path_in_servers(false)), json!([{ "url": "https://x.example" }]));
    assert_eq!(servers(app().root_path("/")), Value::Null);
}
