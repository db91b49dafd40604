//! Security: what each scheme takes and refuses, what the document says of it, and how scopes gather.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use fastrs::prelude::*;
use fastrs::security::*;
use fastrs::testing::{TestClient, TestRequest};
use serde_json::{Value, json};

use crate::support::client;

enum Key {}

impl ApiKeyPlace for Key {
    const PLACE: KeyIn = KeyIn::Header("X-Key");
    const DESCRIPTION: Option<&'static str> = Some("Ask us for one");
}

enum Shop {}

impl Realm for Shop {
    const REALM: &'static str = "the shop";
}

enum Login {}

impl PasswordFlow for Login {
    const TOKEN_URL: &'static str = "/token";
    const REFRESH_URL: Option<&'static str> = Some("/refresh");
    const SCOPES: &'static [(&'static str, &'static str)] =
        &[("me", "Read me"), ("items", "Read items"), ("admin", "All")];
}

enum Machines {}

impl ClientCredentialsFlow for Machines {
    const TOKEN_URL: &'static str = "/token";
    const SCOPES: &'static [(&'static str, &'static str)] = &[("reports", "Read reports")];
}

enum People {}

impl AuthorizationCodeFlow for People {
    const AUTHORIZATION_URL: &'static str = "/authorize";
    const TOKEN_URL: &'static str = "/token";
}

enum All {}

impl OAuth2Flows for All {
    const FLOWS: Flows = Flows { password: Password::<Login>::FLOWS.password, ..Flows::NONE };
}

enum Company {}

impl OpenIdProvider for Company {
    const URL: &'static str = "https://login.example/.well-known/openid-configuration";
}

macro_rules! handlers {
    ($($name:ident $path:literal $ty:ty, $found:ident => $text:expr;)*) => {$(
        #[get($path)]
        async fn $name($found: $ty) -> String {
            $text
        }
    )*};
}

handlers! {
    basic "/basic" HttpBasic<Shop>, c => format!("{}/{}", c.username, c.password.expose());
    maybe_basic "/maybe-basic" Option<HttpBasic<Shop>>, c => format!("{:?}", c.map(|c| c.username));
    bearer "/bearer" HttpBearer, c => c.token().to_owned();
    digest "/digest" HttpDigest, c => format!("{}/{}", c.scheme(), c.credentials());
    key "/key" ApiKey<Key>, c => c.key().to_owned();
    people "/people" OAuth2AuthorizationCodeBearer<People>, c => c.token().to_owned();
    machines "/machines" OAuth2ClientCredentialsBearer<Machines>, c => c.token().to_owned();
    all "/all" OAuth2<All>, c => c.authorization().to_owned();
    company "/company" OpenIdConnect<Company>, c => c.authorization().to_owned();
    either "/either" Either<HttpBearer, Either<ApiKey<Key>, HttpBasic<Shop>>>, c => match c {
        Either::First(_) => "bearer",
        Either::Second(Either::First(_)) => "key",
        Either::Second(Either::Second(_)) => "basic",
    }.to_owned();
    maybe_either "/maybe-either" Option<Either<HttpBearer, ApiKey<Key>>>, c => c.is_some().to_string();
}

#[get("/both")]
async fn both(_key: ApiKey<Key>, _token: HttpBearer, _basic: Option<HttpBasic<Shop>>) -> &'static str {
    "both"
}

fn schemes() -> TestClient {
    client(routes![basic, maybe_basic, bearer, digest, key, people, machines].into_iter().chain(routes![
        all,
        company,
        either,
        maybe_either,
        both
    ]))
}

/// What the request gets: the text of a 200, or the challenges of a 401 that says nothing else.
async fn outcome(request: TestRequest<'_>) -> Result<String, Vec<String>> {
    let response = request.await;
    if response.status() == 200 {
        return Ok(response.text().to_owned());
    }
    assert_eq!((response.status(), response.value()), (401, json!({ "detail": "Not authenticated" })));
    let challenges = response.headers().get_all("www-authenticate").iter();
    Err(challenges.map(|challenge| challenge.to_str().unwrap().to_owned()).collect())
}

#[fastrs::test]
async fn each_scheme_takes_its_own_and_refuses_with_its_challenge() {
    let client = schemes();
    let realm = "Basic realm=\"the shop\"";
    for (path, header, expected) in [
        ("/basic", "Basic dTpwOng=", Ok("u/p:x")),
        ("/basic", "bAsIc dTpw", Ok("u/p")),
        ("/basic", "Basic Og==", Ok("/")),
        ("/basic", "Basic", Err(realm)),
        ("/basic", "Basic dQ==", Err(realm)),
        ("/basic", "Basic !!!", Err(realm)),
        ("/basic", "Basic w6k6cA==", Err(realm)),
        ("/basic", "Basic dTpw dTpw", Err(realm)),
        ("/basic", "Bearer abc", Err(realm)),
        ("/maybe-basic", "", Ok("None")),
        ("/maybe-basic", "Bearer abc", Ok("None")),
        ("/maybe-basic", "Basic dTpw", Ok("Some(\"u\")")),
        ("/maybe-basic", "Basic dQ==", Err(realm)),
        ("/maybe-basic", "Basic", Err(realm)),
        ("/bearer", "Bearer abc", Ok("abc")),
        ("/bearer", "bearer   abc def", Ok("abc def")),
        ("/bearer", "Bearer", Err("Bearer")),
        ("/bearer", "Bearer\tabc", Err("Bearer")),
        ("/bearer", "Token abc", Err("Bearer")),
        ("/bearer", "", Err("Bearer")),
        ("/digest", "digest a=b", Ok("digest/a=b")),
        ("/digest", "Basic dTpw", Err("Digest")),
        ("/key", "Bearer abc", Err("APIKey")),
        ("/people", "Bearer abc", Ok("abc")),
        ("/people", "Bearer", Err("Bearer")),
        ("/machines", "Basic dTpw", Err("Bearer")),
        ("/all", "Whatever", Ok("Whatever")),
        ("/all", "", Err("Bearer")),
        ("/company", "Token x", Ok("Token x")),
    ] {
        let found = outcome(client.get(path).header("authorization", header)).await;
        let expected = expected.map(str::to_owned).map_err(|challenge| vec![challenge.to_owned()]);
        assert_eq!(found, expected, "{path} {header:?}");
    }
    assert_eq!(outcome(client.get("/key").header("x-key", "k")).await, Ok("k".to_owned()));
    assert_eq!(outcome(client.get("/key").header("x-key", "")).await, Err(vec!["APIKey".to_owned()]));
}

#[fastrs::test]
async fn of_two_authorization_headers_none_is_believed() {
    let client = schemes();
    let twice = client.get("/bearer").header("authorization", "Bearer a").header("authorization", "Bearer b");
    assert!(outcome(twice).await.is_err());
}

#[fastrs::test]
async fn one_of_several_schemes_is_enough() {
    let client = schemes();
    let either = || client.get("/either");
    assert_eq!(outcome(either().bearer("t")).await.unwrap(), "bearer");
    assert_eq!(outcome(either().header("x-key", "k")).await.unwrap(), "key");
    assert_eq!(outcome(either().header("authorization", "Basic dTpw")).await.unwrap(), "basic");
    let challenges = ["Bearer", "APIKey", "Basic realm=\"the shop\""];
    assert_eq!(outcome(either()).await.unwrap_err(), challenges);
    assert_eq!(outcome(client.get("/maybe-either")).await.unwrap(), "false");
    assert_eq!(outcome(client.get("/both").bearer("t")).await.unwrap_err(), ["APIKey"]);
    assert_eq!(outcome(client.get("/both").header("x-key", "k")).await.unwrap_err(), ["Bearer"]);
}

#[fastrs::test]
async fn the_document_shows_schemes_requirements_and_refusals() {
    let client = schemes();
    let document = client.openapi();
    let flow = |more: Value| {
        let mut flow = json!({ "scopes": {}, "tokenUrl": "/token" });
        flow.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        flow
    };
    let password = flow(json!({
        "scopes": { "me": "Read me", "items": "Read items", "admin": "All" }, "refreshUrl": "/refresh"
    }));
    let company = json!({ "type": "openIdConnect", "openIdConnectUrl": Company::URL });
    for (name, expected) in [
        ("HTTPBasic", json!({ "type": "http", "scheme": "basic" })),
        ("HTTPBearer", json!({ "type": "http", "scheme": "bearer" })),
        ("HTTPDigest", json!({ "type": "http", "scheme": "digest" })),
        (
            "APIKeyHeader",
            json!({ "type": "apiKey", "in": "header", "name": "X-Key", "description": "Ask us for one" }),
        ),
        (
            "OAuth2AuthorizationCodeBearer",
            json!({ "type": "oauth2", "flows": { "authorizationCode": flow(json!({ "authorizationUrl": "/authorize" })) } }),
        ),
        (
            "OAuth2ClientCredentialsBearer",
            json!({ "type": "oauth2", "flows": { "clientCredentials": flow(json!({ "scopes": { "reports": "Read reports" } })) } }),
        ),
        ("OAuth2", json!({ "type": "oauth2", "flows": { "password": password } })),
        ("OpenIdConnect", company),
    ] {
        assert_eq!(document["components"]["securitySchemes"][name], expected, "{name}");
    }
    for (path, security, refuses) in [
        ("/basic", json!([{ "HTTPBasic": [] }]), true),
        ("/maybe-basic", json!([{ "HTTPBasic": [] }, {}]), true),
        ("/key", json!([{ "APIKeyHeader": [] }]), true),
        ("/either", json!([{ "HTTPBearer": [] }, { "APIKeyHeader": [] }, { "HTTPBasic": [] }]), true),
        ("/maybe-either", json!([{ "HTTPBearer": [] }, { "APIKeyHeader": [] }, {}]), false),
        (
            "/both",
            json!([
                { "APIKeyHeader": [], "HTTPBearer": [], "HTTPBasic": [] },
                { "APIKeyHeader": [], "HTTPBearer": [] },
            ]),
            true,
        ),
    ] {
        let operation = &document["paths"][path]["get"];
        assert_eq!(operation["security"], security, "{path}");
        let refusal = &operation["responses"]["401"];
        assert_eq!(refusal.is_object(), refuses, "{path}");
        assert_eq!(refusal["headers"]["www-authenticate"].is_object(), refuses, "{path}");
    }
}

#[test]
fn nothing_shows_credentials() {
    let shown = [
        format!("{:?}", HttpBasic::<Shop>::new("user", "hunter2")),
        format!("{:?}", HttpBearer::new("hunter2")),
        format!("{:?}", ApiKey::<Key>::new("hunter2")),
        format!("{:?}", OAuth2PasswordBearer::<Login>::new("hunter2")),
        format!("{:?}", OAuth2::<All>::new("Bearer hunter2")),
        format!("{:?}", OpenIdConnect::<Company>::new("Bearer hunter2")),
        format!("{:?}", Either::<HttpBearer, ApiKey<Key>>::First(HttpBearer::new("hunter2"))),
    ];
    for text in shown {
        assert!(text.contains("**********") && !text.contains("hunter2") && !text.contains("user"), "{text}");
    }
}

#[test]
fn secrets_are_compared_whole() {
    let key = ApiKey::<Key>::new("abc");
    for (expected, is_right) in [("abc", true), ("abd", false), ("ab", false), ("abcd", false), ("", false)] {
        assert_eq!(key.matches(expected), is_right, "{expected}");
        assert_eq!(Secret::new("abc".to_owned()).matches(expected), is_right, "{expected}");
    }
}

macro_rules! scopes {
    ($($name:ident $text:literal)*) => {$(
        enum $name {}

        impl Scope for $name {
            const NAME: &'static str = $text;
        }
    )*};
}

scopes! { Me "me" Items "items" Admin "admin" Typo "itmes" }

#[derive(Clone, Default)]
struct Made(Arc<AtomicUsize>);

impl Made {
    fn next(&self) -> usize {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

/// Depends on nothing that scopes change.
struct Connection(usize);

#[dependency]
async fn connection(made: State<Made>) -> Connection {
    Connection(made.next())
}

struct User {
    needed: String,
    number: usize,
    connection: usize,
}

#[dependency]
async fn user(
    needed: SecurityScopes,
    token: OAuth2PasswordBearer<Login>,
    connection: Depends<Connection>,
    made: State<Made>,
    q: Option<u8>,
) -> Result<User, Unauthorized> {
    let _ = q;
    if !needed.are_granted_by(token.token()) {
        return Err(needed.unauthorized("Not enough permissions"));
    }
    Ok(User { needed: needed.to_string(), number: made.next(), connection: connection.0 })
}

struct Active {
    needed: String,
    number: usize,
}

#[dependency]
async fn active(user: Security<User, (Me, Items)>) -> Active {
    Active { needed: user.needed.clone(), number: user.number }
}

#[get("/chain")]
async fn chain(outer: Security<Active, (Admin, Me)>, bare: Depends<User>) -> Json<Value> {
    Json(json!([outer.needed, bare.needed]))
}

#[get("/again")]
async fn again(a: Security<User, Me>, b: Security<User, Me>, c: Security<User, Items>) -> Json<Value> {
    Json(json!({
        "numbers": [a.number == b.number, a.number == c.number],
        "connections": [a.connection == b.connection, a.connection == c.connection],
        "needed": [a.needed, b.needed, c.needed],
    }))
}

#[get("/through")]
async fn through(a: Security<Active, Admin>, b: Depends<Active>, c: Security<Active, Admin>) -> Json<Value> {
    Json(json!([a.needed, b.needed, c.number == a.number]))
}

#[get("/guarded", depends = [Security<User, Admin>])]
async fn guarded() -> &'static str {
    "guarded"
}

fn scoped() -> TestClient {
    let app = App::new("Test", "1.0.0").state(Made::default());
    TestClient::new(app.routes(routes![chain, again, through, guarded]))
}

#[fastrs::test]
async fn scopes_gather_outermost_first() {
    let client = scoped();
    let answer = client.get("/chain").bearer("me items admin").await.assert_ok().value();
    assert_eq!(answer, json!(["admin me items", ""]));
    let document = client.openapi();
    let operation = &document["paths"]["/chain"]["get"];
    assert_eq!(operation["security"], json!([{ "OAuth2PasswordBearer": ["admin", "me", "items"] }]));
    assert_eq!(operation["parameters"].as_array().unwrap().len(), 1, "described once");
}

#[fastrs::test]
async fn a_dependency_is_made_once_for_its_scopes() {
    let client = scoped();
    let answer = client.get("/again").bearer("me items").await.assert_ok().value();
    assert_eq!(
        answer,
        json!({
            "numbers": [true, false],
            "connections": [true, true],
            "needed": ["me", "me", "items"],
        })
    );
    // It does not look at the scopes itself, but what it is made of does.
    let answer = client.get("/through").bearer("me items admin").await.assert_ok().value();
    assert_eq!(answer, json!(["admin me items", "me items", true]));
    let security = &client.openapi()["paths"]["/again"]["get"]["security"];
    assert_eq!(security, &json!([{ "OAuth2PasswordBearer": ["me", "items"] }]));
}

#[fastrs::test]
async fn a_missing_scope_is_named() {
    let client = scoped();
    let refused = client.get("/guarded").bearer("me").await.assert_status(401);
    assert_eq!(refused.value(), json!({ "detail": "Not enough permissions" }));
    assert_eq!(refused.header("www-authenticate"), Some("Bearer scope=\"admin\""));
    assert_eq!(client.get("/guarded").bearer("admin").await.assert_ok().text(), "guarded");
    client.get("/guarded").await.assert_status(401);
}

#[fastrs::test]
async fn handlers_and_dependencies_stay_plain_functions() {
    let user = User { needed: String::new(), number: 1, connection: 0 };
    assert_eq!(active(user.into()).await.number, 1);
    assert_eq!(bearer(HttpBearer::new("t")).await, "t");
    assert_eq!(SecurityScopes::new(["a", "b"]).challenge(), "Bearer scope=\"a b\"");
    assert_eq!(SecurityScopes::default().challenge(), "Bearer");
}

enum OtherLogin {}

impl PasswordFlow for OtherLogin {
    const TOKEN_URL: &'static str = "/other";
}

#[get("/other")]
async fn other(_token: OAuth2PasswordBearer<OtherLogin>) -> &'static str {
    "other"
}

#[get("/typo")]
async fn typo(_user: Security<User, Typo>) -> &'static str {
    "typo"
}

#[test]
fn wrong_wiring_does_not_start() {
    let app = App::new("Test", "1.0.0").state(Made::default()).routes(routes![guarded, other, typo]);
    let faults: Vec<String> = app.build().unwrap_err().iter().map(|fault| fault.what.clone()).collect();
    assert_eq!(
        faults,
        [
            "two security schemes have the name `OAuth2PasswordBearer`",
            "the scope `itmes` is none of the scheme `OAuth2PasswordBearer`",
        ]
    );
}
