//! One fault of each kind that the start-up report knows, put into the large app: all are found in one run.

use std::collections::BTreeSet;
use std::path::PathBuf;

use fastrs::describe::EndpointDescription;
use fastrs::extract::{FromRequest, Rejection};
use fastrs::middleware::CorsLayer;
use fastrs::prelude::*;
use fastrs::security::{PasswordFlow, Scheme as _, Scope, Security, SecurityScopes};
use fastrs::{Frontend, RequestContext};

use crate::app::{app, wired};

#[get("/v1/shop/catalogue/items/{other}")]
async fn same_paths(other: u64) -> String {
    other.to_string()
}

#[get("/v2/me")]
async fn same_route() {}

#[get("/no-placeholder")]
async fn no_placeholder(#[path] shop_id: u64) -> String {
    shop_id.to_string()
}

#[get("/nobody")]
async fn nobody_takes() {}

#[get("/twice/{id}")]
async fn twice(id: u64) -> String {
    id.to_string()
}

#[get("/id-one", operation_id = "same")]
async fn id_one() {}

#[get("/id-two", operation_id = "same")]
async fn id_two() {}

#[get("/limited", rate_limit = "5 / 5 min")]
async fn limited() {}

#[get("/cached", cache = "60 s")]
async fn cached() {}

#[get("/docs")]
async fn own_docs() {}

#[get("/path")]
async fn seeks(state: State<PathBuf>) -> String {
    state.display().to_string()
}

#[derive(Debug, thiserror::Error)]
#[error("a key has at least 32 bytes, this one 6")]
struct WeakSecret;

struct Keys;

#[get("/keys")]
async fn keys(keys: State<Keys>) -> NoContent {
    let Keys = *keys;
    NoContent
}

struct Mute;

impl FromRequest for Mute {
    fn describe(_: &mut EndpointDescription) {}

    async fn from_request(_: &mut RequestContext) -> Result<Self, Rejection> {
        Ok(Self)
    }
}

#[get("/mute")]
async fn mute(_mute: Mute) {}

const LIMIT: u32 = 3;

#[get("/default")]
async fn bad_default(#[query(default = LIMIT, ge = 5)] limit: u32) -> String {
    limit.to_string()
}

#[model]
struct Inner {
    a: u8,
}

#[model]
struct Nesting {
    inner: Inner,
}

#[get("/nesting")]
async fn nesting(#[query] nesting: Nesting) -> u8 {
    nesting.inner.a
}

mod one_name {
    use fastrs::prelude::*;

    #[model]
    #[schemars(rename = "Shared_")]
    pub struct Barred {
        pub barred: u8,
    }

    #[model]
    #[schemars(rename = "Shared ")]
    pub struct Spaced {
        pub spaced: u8,
    }
}

#[post("/schemas")]
async fn schemas(body: one_name::Barred) -> one_name::Spaced {
    one_name::Spaced { spaced: body.barred }
}

#[post("/two-bodies")]
async fn two_bodies(raw: Body, whole: Whole) {
    let _ = (raw, whole);
}

/// Reads the body as a form, which the handler's own argument does not.
struct Whole;

impl FromRequest for Whole {
    fn describe(description: &mut EndpointDescription) {
        fastrs::Multipart::describe(description);
    }

    async fn from_request(_: &mut RequestContext) -> Result<Self, Rejection> {
        Ok(Self)
    }
}

#[post("sent")]
async fn sent();

enum ReadItems {}

impl Scope for ReadItems {
    const NAME: &'static str = "items";
}

enum WriteItems {}

impl Scope for WriteItems {
    const NAME: &'static str = "items:write";
}

enum Login {}

impl PasswordFlow for Login {
    const TOKEN_URL: &'static str = "/token";
    const SCOPES: &'static [(&'static str, &'static str)] = &[(ReadItems::NAME, "Read items")];
}

enum OtherLogin {}

impl PasswordFlow for OtherLogin {
    const TOKEN_URL: &'static str = "/other-token";
}

type Token = fastrs::security::OAuth2PasswordBearer<Login>;
type OtherToken = fastrs::security::OAuth2PasswordBearer<OtherLogin>;

struct Scoped;

#[dependency]
async fn scoped(_token: Token, _scopes: SecurityScopes) -> Scoped {
    assert_eq!(Token::schemes().len(), 1);
    Scoped
}

#[get("/scoped")]
async fn writes(_scoped: Security<Scoped, WriteItems>) {}

#[get("/other-token")]
async fn other_token(_token: OtherToken) {}

struct Ending;

#[dependency(finish)]
async fn ending() -> Ending {
    Ending
}

impl Finish for Ending {
    async fn finish(self, _: Outcome<'_>) -> Result<(), HttpError> {
        Ok(())
    }
}

#[middleware]
async fn takes_ending(_ending: Depends<Ending>, request: Request, next: Next) -> Response {
    next.run(request).await
}

#[middleware]
async fn takes_path(#[path] id: u64, request: Request, next: Next) -> Response {
    let _ = id;
    next.run(request).await
}

#[get("/inner")]
async fn inner() {}

/// Each fault: what its text says, and the handlers that it names.
const FAULTS: &[(&str, &[&str])] = &[
    ("the app has no state of type `std::path::PathBuf`", &["seeks"]),
    ("the state `large_app::faults::Keys` could not be made: a key has at least 32 bytes, this one 6", &[]),
    ("the extractor `large_app::faults::Mute` does not say what it takes of the request", &["mute"]),
    ("the route `GET /v2/me` is there already", &["same_route", "me"]),
    ("the route `GET /v1/shop/catalogue/items/{other}` cannot stand beside", &["same_paths"]),
    ("the path `/no-placeholder` has no `{shop_id}`", &["no_placeholder"]),
    ("nothing takes `{shop_id}` of the path `/{shop_id}/nobody`", &["nobody_takes"]),
    ("the placeholder `{id}` twice", &["twice"]),
    ("`v3/nobody` must begin with `/`", &["nobody_takes"]),
    ("two operations have the id `same`", &["id_one", "id_two"]),
    ("`rate_limit` needs a provider", &["limited"]),
    ("`cache` needs a provider", &["cached"]),
    ("the docs page `/docs`", &["own_docs"]),
    ("the default of `limit` breaks a constraint", &["bad_default"]),
    ("`inner` of `Nesting` is an object", &["nesting"]),
    ("two different schemas have the name `Shared_`", &["schemas"]),
    ("the handler takes its body in two ways", &["two_bodies"]),
    ("`sent` has no body, so it cannot be served", &["sent"]),
    ("the scope `items:write` is none of the scheme", &["writes"]),
    ("two security schemes have the name", &["writes", "other_token"]),
    ("takes a dependency that finishes after the handler", &[]),
    ("takes `id` of the path, and stands around the app", &[]),
    ("Cannot combine `Access-Control-Allow-Credentials: true`", &[]),
    ("a router or the app declares the status 1000", &["inner"]),
    ("`nowhere` is no address of a trusted proxy", &[]),
    ("`App::on_status(200, …)`", &[]),
    ("static files: there is no folder", &[]),
    ("the path `page` of the front-end does not begin with `/`", &[]),
    ("templates: ", &[]),
    ("the route `GET /v1/version` is never run", &["version", "mounted_version"]),
    ("the mount `/v1/report`", &[]),
];

fn broken() -> App {
    let mounted = App::new("Old", "0.1.0").docs(Docs::none()).routes(routes![mounted_version]);
    let covering = App::new("Covering", "0.1.0").docs(Docs::none());
    app()
        .try_state(Err::<Keys, _>(WeakSecret))
        .routes(routes![
            same_paths,
            same_route,
            no_placeholder,
            id_one,
            id_two,
            limited,
            cached,
            own_docs,
            seeks,
            keys,
            mute,
            bad_default,
            nesting,
            schemas,
            two_bodies,
            sent,
            writes,
            other_token,
        ])
        .include(Router::new("/{shop_id}").routes(routes![nobody_takes]))
        .include(Router::new("/{id}").routes(routes![twice]))
        .include(Router::new("v3").routes(routes![nobody_takes]))
        .include(Router::new("/odd").response(1000, "there is not").routes(routes![inner]))
        .include(Router::new("/ending").middleware(takes_ending).routes(routes![ended]))
        .middleware(takes_path)
        .layer(CorsLayer::permissive().allow_credentials(true))
        .trusted_proxies(["nowhere"])
        .on_status(200, |_| "fine")
        .static_files("/static", fastrs::StaticFiles::new("no-such-folder"))
        .frontend("page", Frontend::new("."))
        .templates("no-such-templates")
        .mount("/v1", mounted)
        .mount("/v1/report", covering)
}

#[get("/version")]
async fn mounted_version() {}

#[get("/ended")]
async fn ended() {}

#[test]
fn every_kind_of_fault_is_found_in_one_run() {
    let faults = broken().build().expect_err("a fault of each kind");
    let report = faults.to_string();
    let mut known = BTreeSet::new();
    for (what, handlers) in FAULTS {
        let found: Vec<_> =
            faults.iter().enumerate().filter(|(_, fault)| fault.what.contains(what)).collect();
        let [(index, fault)] = found[..] else { panic!("{} faults say {what:?}: {report}", found.len()) };
        let named: Vec<_> =
            fault.places.iter().map(|place| place.handler).filter(|name| !name.is_empty()).collect();
        assert_eq!(named, *handlers, "{fault}");
        assert!(fault.places.iter().all(|place| place.file.ends_with(".rs") && place.line > 0), "{fault}");
        assert!(!fault.help.is_empty(), "{fault}");
        assert!(report.contains(&format!("\n{}. {fault}\n", index + 1)), "{report}");
        known.insert(index);
    }
    let further: Vec<_> = faults.iter().enumerate().filter(|(index, _)| !known.contains(index)).collect();
    assert!(further.is_empty(), "{further:#?}");
    assert!(report.starts_with(&format!("the app cannot start: {} faults\n", FAULTS.len())), "{report}");
}

#[test]
fn the_same_report_is_there_for_tools() {
    let json = broken().build().unwrap_err().to_json();
    let faults = json.as_array().unwrap();
    for (what, handlers) in FAULTS {
        let fault = faults.iter().find(|fault| fault["what"].as_str().unwrap().contains(what));
        let fault = fault.unwrap_or_else(|| panic!("no fault says {what:?}: {json:#}"));
        let places = fault["where"].as_array().unwrap();
        let named: Vec<_> = places.iter().filter_map(|place| place["handler"].as_str()).collect();
        assert_eq!(named, *handlers);
        assert!(places.iter().all(|place| place["line"].is_u64()), "{fault}");
        assert!(fault["help"].is_string());
    }
    assert_eq!(faults.len(), FAULTS.len());
}

/// What the app lacks is told with every route that needs it, and nothing else is.
#[test]
fn a_forgotten_state_names_all_routes_that_need_it() {
    let faults = wired().build().expect_err("no state at all");
    let counts: Vec<_> = faults.iter().map(|fault| (fault.what.as_str(), fault.places.len())).collect();
    let text = |name: &str| format!("the app has no state of type `large_app::{name}`");
    let expected =
        [(text("dependencies::Clock"), 148), (text("store::Journal"), 150), (text("store::Store"), 148)];
    assert_eq!(counts, expected.each_ref().map(|(text, count)| (text.as_str(), *count)));
}
