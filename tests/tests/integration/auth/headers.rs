//! Tricks with headers, over a real socket where a client library would not write them.

use std::net::SocketAddr;

use fastrs::prelude::*;
use fastrs::tokio::net::{TcpListener, TcpStream};
use fastrs::tokio::task::JoinHandle;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::shop::{Parts, client, pair, refused, sessions};

/// An app on a port of its own.
pub struct Server {
    pub address: SocketAddr,
    running: JoinHandle<()>,
}

impl Server {
    pub async fn new(app: App) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let running =
            tokio::spawn(async move { app.serve_on(listener, std::future::pending()).await.unwrap() });
        Self { address, running }
    }

    /// `GET /me` with these headers, each with its end of line.
    pub async fn ask(&self, headers: &str) -> (u16, String) {
        self.send(&format!("GET /me HTTP/1.1\r\nhost: shop.example\r\nconnection: close\r\n{headers}\r\n"))
            .await
    }

    /// A request as it stands.
    pub async fn send(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        // The server may answer and close before it has read everything.
        let _ = stream.write_all(request.as_bytes()).await;
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes).await;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
        (status.unwrap_or_else(|| panic!("no answer: {text:?}")), text)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.running.abort();
    }
}

#[fastrs::test]
async fn two_authorization_headers() {
    let sessions = sessions();
    let (ann, bob) = (pair(&sessions, "ann").access_token, pair(&sessions, "bob").access_token);
    let server = Server::new(Parts::of(sessions).app()).await;
    let line = |name: &str, value: &str| format!("{name}: {value}\r\n");
    let good = line("authorization", &format!("Bearer {ann}"));
    for second in [
        format!("Bearer {bob}"),
        format!("Bearer {ann}"),
        "Bearer x".into(),
        "Basic eDp5".into(),
        String::new(),
    ] {
        for name in ["authorization", "Authorization", "AUTHORIZATION"] {
            let second = line(name, &second);
            assert_eq!(server.ask(&format!("{good}{second}")).await.0, 401, "{second}");
            assert_eq!(server.ask(&format!("{second}{good}")).await.0, 401, "{second}");
        }
    }
    // In one header, as a list.
    for value in
        [format!("Bearer {ann}, Bearer {bob}"), format!("Bearer {ann},"), format!("Bearer {ann} {ann}")]
    {
        assert_eq!(server.ask(&line("authorization", &value)).await.0, 401, "{value}");
    }
    assert_eq!(server.ask(&good).await.0, 200);
}

#[fastrs::test]
async fn the_scheme_in_any_case_and_with_any_space() {
    let sessions = sessions();
    let token = pair(&sessions, "ann").access_token;
    let server = Server::new(Parts::of(sessions).app()).await;
    for (value, expected) in [
        (format!("Bearer {token}"), 200),
        (format!("bearer {token}"), 200),
        (format!("BEARER {token}"), 200),
        (format!("bEaReR   {token}  "), 200),
        (format!("Bearer\t{token}"), 401),
        (format!("Bearer{token}"), 401),
        (format!("Bearer: {token}"), 401),
        (format!("Bearer=\"{token}\""), 401),
        (format!("Bearer \"{token}\""), 401),
        (format!("Bearer token=\"{token}\""), 401),
        (format!("JWT {token}"), 401),
        (format!("Token {token}"), 401),
        (format!("Bearer Bearer {token}"), 401),
        (token.clone(), 401),
        ("Bearer".to_owned(), 401),
        ("Bearer ".to_owned(), 401),
        (String::new(), 401),
        (format!("Bearer {token}\u{0}"), 400),
        (format!("Bearer {token}é"), 401),
    ] {
        let (status, text) = server.ask(&format!("authorization: {value}\r\n")).await;
        assert_eq!(status, expected, "{value:?}: {text}");
    }
    // A folded header (RFC 9112, section 5.2) is none.
    let (status, _) = server.ask(&format!("authorization: Bearer\r\n {token}\r\n")).await;
    assert!([400, 401].contains(&status), "{status}");
}

#[fastrs::test]
async fn a_token_elsewhere_is_no_token() {
    let sessions = sessions();
    let token = pair(&sessions, "ann").access_token;
    let client = client(sessions);
    for name in ["access_token", "token", "authorization", "Authorization", "bearer", "jwt"] {
        client.get("/me").query(name, &token).await.assert_status(401);
        client.get("/me").query(name, format!("Bearer {token}")).await.assert_status(401);
        client.get("/me").cookie(name, &token).await.assert_status(401);
        client.post("/logout").form([(name, &token)]).await.assert_status(401);
    }
    for name in
        ["x-authorization", "x-access-token", "proxy-authorization", "x-forwarded-authorization", "x-api-key"]
    {
        client.get("/me").header(name, format!("Bearer {token}")).await.assert_status(401);
    }
    for name in
        ["x-forwarded-user", "x-remote-user", "remote-user", "x-user", "x-original-url", "x-rewrite-url"]
    {
        client.get("/me").header(name, "ann").await.assert_status(401);
    }
    assert_eq!(client.get("/maybe").query("access_token", &token).await.text(), "nobody");
}

#[fastrs::test]
async fn nothing_tells_which_fault_a_token_has() {
    let sessions = sessions();
    let client = client(sessions.clone());
    let token = pair(&sessions, "ann").access_token;
    let ended = pair(&sessions, "ann").access_token;
    client.post("/logout").bearer(&ended).await.assert_status(204);
    let mut seen = std::collections::BTreeSet::new();
    for bad in [
        ended,
        token.replace('.', "x"),
        format!("{token}x"),
        "x".into(),
        super::forge::with_claims(super::forge::without("exp")),
    ] {
        let answer = client.get("/me").bearer(&bad).await;
        refused(&bad, &answer);
        let headers: Vec<String> = answer.headers().iter().map(|header| format!("{header:?}")).collect();
        seen.insert((answer.text(), headers));
    }
    assert_eq!(seen.len(), 1, "{seen:#?}");
}
