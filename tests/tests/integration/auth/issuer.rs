//! Tokens of another issuer, whose keys come over a real socket.
//!
//! The clock of these tests is tokio's, so that they need not wait for half a minute.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fastrs::prelude::*;
use fastrs::testing::TestClient;
use fastrs_auth::{HttpKeys, Jwt, Key, RemoteBearer, RemoteJwt};
use serde_json::{Value, json};

use super::headers::Server;
use super::shop::refused;

const ISSUER: &str = "https://id.example";
const AUDIENCE: &str = "shop";

/// What the issuer answers when it is asked for its keys.
#[derive(Clone)]
enum Answer {
    Keys(Value),
    Status(u16),
    /// To another address, where the keys are.
    Redirect(u16, Value),
    Text(String),
    /// Nothing, for so long.
    Silence(Duration, Value),
}

#[derive(Clone)]
struct Issuer {
    answer: Arc<Mutex<Answer>>,
    asked: Arc<AtomicUsize>,
}

fn response(status: u16, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = fastrs::http::StatusCode::from_u16(status).unwrap();
    response
}

#[get("/jwks.json")]
async fn jwks(issuer: State<Issuer>) -> Response {
    issuer.asked.fetch_add(1, Ordering::SeqCst);
    let answer = issuer.answer.lock().unwrap().clone();
    match answer {
        Answer::Keys(keys) => response(200, keys.to_string()),
        Answer::Status(status) => response(status, "{}".to_owned()),
        Answer::Redirect(status, keys) => {
            let mut response = response(status, keys.to_string());
            response.headers_mut().insert("location", "/elsewhere.json".parse().unwrap());
            response
        }
        Answer::Text(text) => response(200, text),
        Answer::Silence(time, keys) => {
            tokio::time::sleep(time).await;
            response(200, keys.to_string())
        }
    }
}

#[get("/elsewhere.json")]
async fn elsewhere(issuer: State<Issuer>) -> Response {
    issuer.asked.fetch_add(1000, Ordering::SeqCst);
    let Answer::Redirect(_, keys) = issuer.answer.lock().unwrap().clone() else {
        return response(404, String::new());
    };
    response(200, keys.to_string())
}

#[get("/who")]
async fn who(token: RemoteBearer) -> String {
    token.sub.clone()
}

/// An issuer, and an app that believes it.
struct Scene {
    issuer: Issuer,
    server: Server,
    client: Arc<TestClient>,
}

impl Scene {
    async fn new(answer: Answer) -> Self {
        let issuer = Issuer { answer: Arc::new(Mutex::new(answer)), asked: Arc::default() };
        let app =
            App::new("Issuer", "1").docs(Docs::none()).state(issuer.clone()).routes(routes![jwks, elsewhere]);
        let server = Server::new(app).await;
        let keys = HttpKeys::new(&format!("http://{}/jwks.json", server.address)).unwrap();
        let remote = RemoteJwt::new(keys, ISSUER, AUDIENCE);
        let app = App::new("Shop", "1").state(remote).routes(routes![who]);
        Self { issuer, server, client: Arc::new(TestClient::new(app)) }
    }

    fn answers(&self, answer: Answer) {
        *self.issuer.answer.lock().unwrap() = answer;
    }

    fn asked(&self) -> usize {
        self.issuer.asked.load(Ordering::SeqCst)
    }

    /// Waits until the keys, which are old, have been fetched anew: nobody waits for that who can go by the old ones, and
    /// whoever is not known to them does.
    async fn renewed(&self, known: &str) {
        self.status(known).await;
        self.status(&token(&issuer(Key::generate_ed25519()))).await;
    }

    async fn status(&self, token: &str) -> u16 {
        self.client.get("/who").bearer(token).await.status()
    }
}

/// Time goes by. (While it stands still, sockets that take a while would look like time outs.)
async fn later(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

const PAUSE: Duration = Duration::from_secs(31);
const HOUR: Duration = Duration::from_secs(3601);

/// A key pair of the issuer's.
fn issuer(made: Result<(Secret<String>, String), fastrs_auth::KeyError>) -> Jwt {
    let key = Key::from_pem(made.unwrap().0.expose()).unwrap();
    Jwt::new(key).with_issuer(ISSUER).with_audience(AUDIENCE).with_lifetime(Duration::from_secs(100 * 86400))
}

fn keys(of: &[&Jwt]) -> Value {
    let sets = of.iter().map(|jwt| serde_json::to_value(jwt.jwks()).unwrap());
    json!({ "keys": sets.flat_map(|set| set["keys"].as_array().unwrap().clone()).collect::<Vec<_>>() })
}

fn token(jwt: &Jwt) -> String {
    jwt.issue("ann", ()).unwrap()
}

fn pair() -> (Jwt, Jwt) {
    (issuer(Key::generate_es256()), issuer(Key::generate_ed25519()))
}

#[tokio::test]
async fn the_issuer_changes_its_keys() {
    let (old, new) = pair();
    let scene = Scene::new(Answer::Keys(keys(&[&old]))).await;
    assert_eq!(scene.status(&token(&old)).await, 200);
    refused("not yet known", &scene.client.get("/who").bearer(token(&new)).await);
    scene.answers(Answer::Keys(keys(&[&new, &old])));
    later(PAUSE).await;
    assert_eq!((scene.status(&token(&new)).await, scene.status(&token(&old)).await), (200, 200));
    scene.answers(Answer::Keys(keys(&[&new])));
    later(HOUR).await;
    scene.renewed(&token(&new)).await;
    assert_eq!((scene.status(&token(&new)).await, scene.status(&token(&old)).await), (200, 401));
    assert_eq!(scene.asked(), 3);
}

#[tokio::test]
async fn unknown_kids_by_the_thousand_make_it_ask_once_in_half_a_minute() {
    let (ours, _) = pair();
    let scene = Scene::new(Answer::Keys(keys(&[&ours]))).await;
    assert_eq!(scene.status(&token(&ours)).await, 200);
    for minute in 0..3 {
        let flood = (0..500).map(|_| {
            let client = scene.client.clone();
            let forged = token(&issuer(Key::generate_ed25519()));
            tokio::spawn(async move { client.get("/who").bearer(forged).await.status() })
        });
        let flood: Vec<_> = flood.collect();
        for request in flood {
            assert_eq!(request.await.unwrap(), 401);
        }
        // Nobody else is kept from coming in.
        assert_eq!(scene.status(&token(&ours)).await, 200);
        assert!(scene.asked() <= 1 + minute, "{} times", scene.asked());
        later(PAUSE).await;
    }
}

#[tokio::test]
async fn the_issuer_is_away_and_comes_back() {
    let (ours, _) = pair();
    let scene = Scene::new(Answer::Status(500)).await;
    for _ in 0..5 {
        let answer = scene.client.get("/who").bearer(token(&ours)).await.assert_status(503);
        assert!(answer.header("retry-after").is_some());
        assert!(!answer.text().contains("127.0.0.1") && !answer.text().contains("jwks"), "{}", answer.text());
    }
    // Whoever is nobody is told so without the keys.
    scene.client.get("/who").await.assert_status(401);
    refused("no token", &scene.client.get("/who").bearer("x").await);
    scene.answers(Answer::Keys(keys(&[&ours])));
    later(PAUSE).await;
    assert_eq!(scene.status(&token(&ours)).await, 200);
    // It goes away for good: the keys of before do for a day.
    for answer in
        [Answer::Status(500), Answer::Status(404), Answer::Text("<html>".into()), Answer::Text("{}".into())]
    {
        scene.answers(answer);
        later(HOUR).await;
        assert_eq!(scene.status(&token(&ours)).await, 200);
    }
    for value in
        [json!(null), json!([]), json!("x"), json!({ "keys": null }), json!({ "error": "maintenance" })]
    {
        scene.answers(Answer::Text(value.to_string()));
        later(HOUR).await;
        assert_eq!(scene.status(&token(&ours)).await, 200, "{value}");
    }
    drop(scene.server);
    later(HOUR).await;
    assert_eq!(scene.client.get("/who").bearer(token(&ours)).await.status(), 200);
    later(24 * HOUR).await;
    scene.client.get("/who").bearer(token(&ours)).await.assert_status(503);
}

#[tokio::test]
async fn a_set_without_keys_takes_all_of_them_back() {
    let (ours, _) = pair();
    let scene = Scene::new(Answer::Keys(keys(&[&ours]))).await;
    assert_eq!(scene.status(&token(&ours)).await, 200);
    scene.answers(Answer::Keys(json!({ "keys": [] })));
    later(HOUR).await;
    scene.renewed(&token(&ours)).await;
    assert_eq!(scene.status(&token(&ours)).await, 401);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (ours, _) = pair();
    for status in [301, 302, 303, 307, 308] {
        let scene = Scene::new(Answer::Redirect(status, keys(&[&ours]))).await;
        assert_eq!(scene.status(&token(&ours)).await, 503);
        assert_eq!(scene.asked(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_huge_set_is_not_read() {
    let (ours, _) = pair();
    let mut huge = keys(&[&ours]);
    huge["x"] = json!("x".repeat(300 * 1024));
    assert_eq!(Scene::new(Answer::Keys(huge)).await.status(&token(&ours)).await, 503);
    // Many keys, of which ours is the last.
    let mut many = keys(&[&ours]);
    let own = many["keys"][0].clone();
    let others = (0..1000).map(|_| json!({ "kty": "oct", "k": "AAAA" }));
    many["keys"] = others.chain([own]).collect();
    let status = Scene::new(Answer::Keys(many)).await.status(&token(&ours)).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn who_leaves_while_the_keys_are_fetched_takes_nothing_from_the_others() {
    let (ours, _) = pair();
    let scene = Scene::new(Answer::Silence(Duration::from_millis(300), keys(&[&ours]))).await;
    // A token of a key that is not known makes it ask; its sender does not wait for the answer.
    let forged = token(&issuer(Key::generate_ed25519()));
    let request = std::future::IntoFuture::into_future(scene.client.get("/who").bearer(forged));
    assert!(tokio::time::timeout(Duration::from_millis(50), request).await.is_err());
    assert_eq!(scene.status(&token(&ours)).await, 200);
    assert_eq!(scene.asked(), 1);
}

#[tokio::test]
async fn an_issuer_that_hangs_stops_one_request_and_not_all() {
    let (ours, _) = pair();
    let scene = Scene::new(Answer::Keys(keys(&[&ours]))).await;
    assert_eq!(scene.status(&token(&ours)).await, 200);
    scene.answers(Answer::Silence(Duration::from_secs(60), keys(&[&ours])));
    later(HOUR).await;
    let begun = std::time::Instant::now();
    let requests = (0..20).map(|_| {
        let (client, token) = (scene.client.clone(), token(&ours));
        tokio::spawn(async move {
            let begun = std::time::Instant::now();
            assert_eq!(client.get("/who").bearer(token).await.status(), 200);
            begun.elapsed()
        })
    });
    let requests: Vec<_> = requests.collect();
    let mut late = 0;
    for request in requests {
        late += usize::from(request.await.unwrap() > Duration::from_secs(1));
    }
    assert!(late <= 1, "{late} waited for the issuer");
    assert!(begun.elapsed() < Duration::from_secs(8));
}

#[tokio::test]
async fn forged_tokens_of_the_other_issuer() {
    let (es256, ed25519) = pair();
    let mut set = keys(&[&es256, &ed25519]);
    // A set may have a secret by mistake, or by somebody else's will.
    let secret = [7; 32];
    let oct = json!({ "kty": "oct", "kid": "oct", "alg": "HS256", "k": super::forge::base64url(secret) });
    set["keys"].as_array_mut().unwrap().push(oct);
    let scene = Scene::new(Answer::Keys(set.clone())).await;
    for good in [&es256, &ed25519] {
        assert_eq!(scene.status(&token(good)).await, 200);
    }
    let (header, claims) = super::forge::read(&token(&ed25519));
    let mut forged = vec![
        super::forge::signed(r#"{"alg":"HS256","kid":"oct"}"#, &claims.to_string(), &secret),
        super::forge::signed(
            &json!({ "alg": "HS256", "kid": header["kid"] }).to_string(),
            &claims.to_string(),
            &secret,
        ),
        super::forge::signed(&header.to_string(), &claims.to_string(), &secret),
        format!(
            "{}.{}.",
            super::forge::base64url(r#"{"alg":"none"}"#),
            super::forge::base64url(claims.to_string())
        ),
    ];
    // The right key of another algorithm, and a key of the forger's under the right id.
    let id = header["kid"].as_str().unwrap();
    let his = Key::from_pem(Key::generate_ed25519().unwrap().0.expose()).unwrap().with_id(id);
    let his = |jwt: fn(Jwt) -> Jwt| token(&jwt(Jwt::new(his.clone())));
    forged.push(his(|jwt| jwt.with_issuer(ISSUER).with_audience(AUDIENCE)));
    for forged in &forged {
        refused(forged, &scene.client.get("/who").bearer(forged).await);
    }
    // Signed well, for others or by others, or over.
    for jwt in [
        ed25519.clone().with_audience("another"),
        ed25519.clone().with_issuer("https://id.example.evil.example"),
        ed25519.clone().with_issuer("https://id.example/"),
    ] {
        refused("another's", &scene.client.get("/who").bearer(token(&jwt)).await);
    }
    let good = token(&ed25519);
    for at in (0..good.len()).step_by(3) {
        let mut bytes = good.clone().into_bytes();
        bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
        let status = scene.status(&String::from_utf8(bytes).unwrap()).await;
        assert_eq!(status, 401, "{at}");
    }
    refused("long", &scene.client.get("/who").bearer("x".repeat(1_000_000)).await);
}

#[tokio::test]
async fn our_own_keys_are_published_and_verify_what_we_sign() {
    #[get("/.well-known/jwks.json")]
    async fn own(jwt: State<Jwt>) -> fastrs_auth::Jwks {
        jwt.jwks()
    }
    let (old, new) = (Key::generate_es256().unwrap().0, Key::generate_ed25519().unwrap().0);
    let key = |pem: &Secret<String>| Key::from_pem(pem.expose()).unwrap();
    let jwt = Jwt::new(key(&new)).with_further_key(key(&old)).with_further_key(Key::hs256([9; 32]).unwrap());
    let jwt = jwt.with_issuer(ISSUER).with_audience(AUDIENCE);
    let app = App::new("Issuer", "1").docs(Docs::none()).state(jwt.clone()).routes(routes![own]);
    let server = Server::new(app).await;
    let keys = HttpKeys::new(&format!("http://{}/.well-known/jwks.json", server.address)).unwrap();
    let remote = RemoteJwt::new(keys, ISSUER, AUDIENCE);
    assert_eq!(remote.verify::<()>(&token(&jwt)).await.unwrap().sub, "ann");
    let of_old = Jwt::new(key(&old)).with_issuer(ISSUER).with_audience(AUDIENCE);
    assert!(remote.verify::<()>(&token(&of_old)).await.is_ok());
    // No private half, and no secret.
    let (status, text) =
        server.send("GET /.well-known/jwks.json HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert_eq!(status, 200);
    for member in ["\"d\"", "\"k\"", "\"p\"", "\"q\"", "oct", "PRIVATE"] {
        assert!(!text.contains(member), "{member} in {text}");
    }
    // Nor from anywhere over which anybody could answer.
    for url in [
        "http://id.example/jwks.json",
        "http://127.0.0.1.evil.example/",
        "http://localhost.evil.example/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "x",
    ] {
        assert!(HttpKeys::new(url).is_err(), "{url}");
    }
}
