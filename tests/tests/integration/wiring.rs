//! Start-up: what is wired wrongly is told before the first request, all of it at once, with its place.

use std::path::PathBuf;

use fastrs::prelude::*;

#[get("/items/{item_id}")]
async fn read_item(item_id: u64) -> String {
    item_id.to_string()
}

#[get("/items/{item_id}")]
async fn read_item_again(item_id: u64) -> String {
    item_id.to_string()
}

#[post("/items/{other}")]
async fn other_name(other: u64) -> String {
    other.to_string()
}

#[get("/one", operation_id = "same")]
async fn one() -> &'static str {
    "one"
}

#[get("/two", operation_id = "same")]
async fn two() -> &'static str {
    "two"
}

#[get("/hidden", operation_id = "same", hidden)]
async fn hidden() -> &'static str {
    "hidden"
}

#[get("/path")]
async fn seeks(state: State<PathBuf>) -> String {
    state.display().to_string()
}

#[post("/path")]
async fn seeks_too(state: State<PathBuf>, again: State<PathBuf>, number: State<u64>) -> String {
    format!("{} {} {}", state.display(), again.display(), *number)
}

struct Needy;

#[dependency]
async fn needy(state: State<u64>) -> Needy {
    let _ = state;
    Needy
}

#[get("/needy", depends = [Needy])]
async fn by_dependency() -> &'static str {
    "needy"
}

#[get("/shops")]
async fn without_placeholder(#[path] shop_id: u64) -> String {
    shop_id.to_string()
}

#[get("/limited", rate_limit = "5 / 5 min")]
async fn limited() -> &'static str {
    "limited"
}

#[get("/cached", cache = "60 s")]
async fn cached() -> &'static str {
    "cached"
}

#[get("/docs")]
async fn own_docs() -> &'static str {
    "docs"
}

const LIMIT: u32 = 3;

#[get("/default")]
async fn bad_default(#[query(default = LIMIT, ge = 5)] limit: u32) -> String {
    limit.to_string()
}

/// Every fault's text, and the names of the handlers in its place.
#[track_caller]
fn check(app: App, expected: &[(&str, &[&str])]) {
    let faults = app.build().expect_err("an app with faults");
    let whole = faults.to_string();
    assert_eq!(faults.iter().count(), expected.len(), "{whole}");
    for (what, handlers) in expected {
        let fault = faults.iter().find(|fault| fault.what.contains(what));
        let fault = fault.unwrap_or_else(|| panic!("no fault says {what:?}: {whole}"));
        let places: Vec<String> = fault.places.iter().map(ToString::to_string).collect();
        let place = places.join("\n");
        for handler in *handlers {
            assert!(place.contains(&format!("{handler})")), "{place} names {handler}");
        }
        assert_eq!(place.matches("wiring.rs:").count(), handlers.len(), "{place}");
        assert!(!fault.help.is_empty());
        assert!(whole.contains(&fault.to_string()));
    }
    assert!(whole.starts_with("the app cannot start: "), "{whole}");
}

fn app() -> App {
    App::new("Test", "1.0.0")
}

#[test]
fn two_routes_cannot_share_method_and_path() {
    check(
        app().routes(routes![read_item, read_item_again]),
        &[("`GET /items/{item_id}` is there already", &["read_item", "read_item_again"])],
    );
    check(
        app().routes(routes![read_item]).routes(routes![read_item]),
        &[("`GET /items/{item_id}` is there already", &["read_item", "read_item"])],
    );
    check(app().routes(routes![own_docs]), &[("`/docs`", &["own_docs"])]);
    assert!(app().routes(routes![own_docs]).docs(Docs::default().swagger_ui(None)).build().is_ok());
}

#[test]
fn one_path_has_one_set_of_names() {
    check(app().routes(routes![read_item, other_name]), &[("/items/{other}", &["other_name"])]);
}

#[test]
fn ids_are_told_apart() {
    check(app().routes(routes![one, two]), &[("two operations have the id `same`", &["one", "two"])]);
    assert!(app().routes(routes![one, hidden]).build().is_ok());
}

#[test]
fn missing_state_is_told_once_with_all_its_routes() {
    check(
        app().routes(routes![seeks, seeks_too, by_dependency]),
        &[
            ("no state of type `std::path::PathBuf`", &["seeks", "seeks_too"]),
            ("no state of type `u64`", &["seeks_too", "by_dependency"]),
        ],
    );
    let app = app().state(PathBuf::new()).state(7u64);
    assert!(app.routes(routes![seeks, seeks_too, by_dependency]).build().is_ok());
}

#[test]
fn placeholders_and_arguments_belong_together() {
    check(
        app().routes(routes![without_placeholder]),
        &[("no `{shop_id}` for the path argument", &["without_placeholder"])],
    );
    check(
        app().include(Router::new("/{shop_id}").routes(routes![one])),
        &[("nothing takes `{shop_id}` of the path `/{shop_id}/one`", &["one"])],
    );
    check(
        app().include(Router::new("/{item_id}").routes(routes![read_item])),
        &[("the placeholder `{item_id}` twice", &["read_item"])],
    );
    assert!(app().include(Router::new("/{shop_id}").routes(routes![without_placeholder])).build().is_ok());
}

#[test]
fn a_prefix_is_a_path() {
    for prefix in ["v1", "/{a}b", "/{*rest}"] {
        let faults = app().include(Router::new(prefix).routes(routes![one])).build().expect_err(prefix);
        assert_eq!(faults.iter().count(), 1, "{faults}");
    }
}

#[test]
fn a_default_obeys_its_own_constraints() {
    check(
        app().routes(routes![bad_default]),
        &[("the default of `limit` breaks a constraint", &["bad_default"])],
    );
}

#[model]
struct Inner {
    a: u8,
}

#[model]
struct Nesting {
    own: u8,
    #[serde(flatten)]
    flat: Inner,
    json: fastrs::JsonText<Inner>,
    inner: Option<Inner>,
    many: Vec<Inner>,
}

#[get("/nesting")]
async fn nesting(#[query] nesting: Nesting) -> Nesting {
    nesting
}

#[test]
fn a_query_holds_no_objects() {
    check(
        app().routes(routes![nesting]),
        &[
            ("`inner` of `Nesting` is an object", &["nesting"]),
            ("`many` of `Nesting` is an object", &["nesting"]),
        ],
    );
}

#[test]
fn an_attribute_without_its_provider_is_a_fault() {
    check(
        app().routes(routes![limited, cached]),
        &[("`rate_limit` needs a provider", &["limited"]), ("`cache` needs a provider", &["cached"])],
    );
}

#[test]
fn a_mount_does_not_cover_a_route() {
    let inner = || app().docs(Docs::none()).build().unwrap();
    check(app().routes(routes![one]).mount("/one", inner()), &[("the mount `/one`", &[])]);
    check(app().mount("/x", inner()).mount("/x", inner()), &[("the mount `/x`", &[])]);
    assert!(app().routes(routes![one]).mount("/x", inner()).build().is_ok());
}

/// What one check finds does not hide what another would.
#[test]
fn all_faults_are_told_at_once() {
    check(
        app()
            .routes(routes![read_item, read_item_again, other_name, one, two, seeks, without_placeholder,])
            .routes(routes![limited, cached])
            .include(Router::new("v2").routes(routes![hidden])),
        &[
            ("`GET /items/{item_id}` is there already", &["read_item", "read_item_again"]),
            ("/items/{other}", &["other_name"]),
            ("two operations have the id `same`", &["one", "two"]),
            ("no state of type `std::path::PathBuf`", &["seeks"]),
            ("no `{shop_id}` for the path argument", &["without_placeholder"]),
            ("`rate_limit` needs a provider", &["limited"]),
            ("`cache` needs a provider", &["cached"]),
            ("`v2/hidden` must begin with `/`", &["hidden"]),
        ],
    );
}

#[test]
fn a_fault_has_file_line_and_help() {
    let faults = app().routes(routes![limited]).build().unwrap_err();
    let fault = faults.iter().next().unwrap();
    let place = fault.places[0];
    let source = include_str!("wiring.rs").lines().nth(place.line as usize - 1).unwrap();
    assert!(source.starts_with("#[get(\"/limited\""), "{place}: {source}");
}

#[test]
fn the_report_can_be_read_by_tools() {
    let faults = app().routes(routes![one, two, limited]).build().unwrap_err().to_json();
    let of = |index: usize, pointer: &str| faults[index].pointer(pointer).cloned().unwrap_or_default();
    assert_eq!(faults.as_array().map(Vec::len), Some(2), "{faults}");
    let limit = if of(0, "/where/0/handler") == "limited" { 0 } else { 1 };
    let ids = 1 - limit;
    assert_eq!(of(limit, "/what"), "`rate_limit` needs a provider, and the app has none");
    assert!(of(limit, "/where/0/file").as_str().unwrap().ends_with("wiring.rs"));
    assert!(of(limit, "/where/0/line").is_u64());
    assert_eq!(of(limit, "/where/0/method"), "GET");
    assert_eq!(
        of(limit, "/help"),
        "give it one with `App::rate_limits(…)`: fastrs-cache has `RateLimits::memory()`"
    );
    assert_eq!((of(ids, "/where/0/handler"), of(ids, "/where/1/handler")), ("one".into(), "two".into()));
}

#[test]
fn check_gives_the_service_or_the_whole_report() {
    let service = fastrs::testing::check(app().routes(routes![one]));
    assert!(service.openapi()["paths"]["/one"].is_object());
    let broken = || fastrs::testing::check(app().routes(routes![one, two, limited]));
    let panic = std::panic::catch_unwind(broken).unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    assert!(text.starts_with("the app cannot start: 2 faults"), "{text}");
}

#[test]
fn the_route_table_shows_every_route() {
    let inner = App::new("Inner", "1.0.0").routes(routes![two]);
    let table = app()
        .routes(routes![one, hidden])
        .include(Router::new("/v1").routes(routes![read_item]))
        .mount("/inner", inner)
        .route_table();
    let columns: Vec<_> = table
        .iter()
        .map(|route| (route.method, route.path.as_str(), route.operation_id.as_deref()))
        .collect();
    assert_eq!(
        columns,
        [
            ("GET", "/one", Some("same")),
            ("GET", "/hidden", None),
            ("GET", "/v1/items/{item_id}", Some("read_item_v1_items__item_id__get")),
            ("GET", "/inner/two", Some("same")),
        ]
    );
    let text = table.to_string();
    let lines: Vec<&str> = text.lines().collect();
    let line = table.iter().next().unwrap().location.line;
    let expected = "GET  /one                 same                              ";
    assert!(lines[0].starts_with(expected), "{text}");
    assert!(lines[0].ends_with(&format!("wiring.rs:{line}")), "{text}");
    assert!(lines[1].contains("  (hidden)  "), "{text}");
    assert_eq!(table.iter().next().unwrap().handler, format!("{}::one", module_path!()));
    // An app that cannot start shows its routes, too.
    assert_eq!(app().routes(routes![one, two]).route_table().iter().count(), 2);
}

#[test]
fn a_mounted_route_that_is_never_run_is_a_fault() {
    let inner = || App::new("Inner", "1.0.0").docs(Docs::none()).routes(routes![one, other_name]);
    check(
        app().include(Router::new("/v1").routes(routes![one])).mount("/v1", inner()),
        &[("the route `GET /v1/one` is never run", &["one", "one"])],
    );
    assert!(app().routes(routes![one]).mount("/v1", inner()).build().is_ok());
}

mod one_name {
    use fastrs::prelude::*;

    #[model]
    #[schemars(rename = "Shared")]
    pub struct Small {
        pub small: u8,
    }

    #[model]
    #[schemars(rename = "Shared-")]
    pub struct Dashed {
        pub dashed: u8,
    }

    #[model]
    #[schemars(rename = "Shared ")]
    pub struct Spaced {
        pub spaced: u8,
    }

    #[model]
    #[schemars(rename = "Shared_")]
    pub struct Barred {
        pub barred: u8,
    }
}

#[post("/small")]
async fn small(body: one_name::Small) -> one_name::Dashed {
    one_name::Dashed { dashed: body.small }
}

#[post("/spaced")]
async fn spaced(body: one_name::Spaced) -> one_name::Small {
    one_name::Small { small: body.spaced }
}

#[get("/barred")]
async fn barred() -> one_name::Barred {
    one_name::Barred { barred: 1 }
}

#[test]
fn two_schemas_of_one_name_are_a_fault() {
    assert!(app().routes(routes![small, barred]).build().is_ok());
    check(
        app().routes(routes![small, spaced, barred]),
        &[("two different schemas have the name `Shared_` (`", &["spaced", "barred"])],
    );
}

mod undescribed {
    use fastrs::RequestContext;
    use fastrs::describe::{EndpointDescription, ResponseDescription};
    use fastrs::extract::{FromRequest, Rejection};
    use fastrs::prelude::*;

    /// Declares an extractor whose `describe` is the closure.
    macro_rules! extractors {
        ($($name:ident: $describe:expr;)*) => {$(
            pub struct $name;

            impl FromRequest for $name {
                fn describe(description: &mut EndpointDescription) {
                    let describe: fn(&mut EndpointDescription) = $describe;
                    describe(description);
                }

                async fn from_request(_: &mut RequestContext) -> Result<Self, Rejection> {
                    Ok(Self)
                }
            }
        )*};
    }

    extractors! {
        Mute: |_| {};
        Frank: |description| description.nothing_to_document();
        Telling: |description| description.responses.add(ResponseDescription::new(StatusCode::GONE, "It was here"));
        Delegating: |description| HeaderMap::describe(description);
    }

    pub struct Made;

    #[dependency]
    pub async fn made(_mute: Mute) -> Made {
        Made
    }
}

use undescribed::{Delegating, Frank, Made, Mute, Telling};

#[get("/mute")]
async fn mute(_first: Telling, _mute: Mute, _again: Depends<Made>) {}

#[get("/made")]
async fn by_made(_made: Depends<Made>) {}

#[get("/frank")]
async fn frank(_frank: Frank, _one: Telling, _other: Telling, _headers: Delegating, _method: Method) {}

#[test]
fn an_extractor_says_what_it_takes() {
    check(
        app().routes(routes![mute, by_made, frank]),
        &[("undescribed::Mute` does not say what it takes of the request", &["mute", "mute", "by_made"])],
    );
    assert!(app().routes(routes![frank]).build().is_ok());
    // What stands in for a dependency leaves its extractors out of the app, but not out of the document.
    let faked = app().routes(routes![by_made]).override_dependency(|| async { Made });
    check(faked, &[("undescribed::Mute`", &["by_made"])]);
}

#[derive(Debug, thiserror::Error)]
#[error("the key is weak")]
struct WeakKey(#[source] std::num::ParseIntError);

#[get("/key")]
async fn key(key: State<u64>) -> u64 {
    *key
}

#[test]
fn a_state_that_fails_is_told_with_its_line_and_all_others() {
    let state = |text: &str| text.parse::<u64>().map_err(WeakKey);
    let line = line!() + 1;
    let faulty = app().try_state(state("secret")).routes(routes![key, one, two]);
    let faults = faulty.build().expect_err("a state is missing");
    let texts: Vec<_> = faults.iter().map(|fault| fault.what.as_str()).collect();
    assert_eq!(
        texts,
        [
            "the state `u64` could not be made: the key is weak: invalid digit found in string",
            "two operations have the id `same`",
        ]
    );
    let place = faults.iter().next().unwrap().places[0].to_string();
    assert_eq!(place, format!("{}:{line}", file!()));
    let json = faults.to_json();
    assert_eq!(json[0]["where"], serde_json::json!([{ "file": file!(), "line": line }]));
    assert!(app().try_state(state("7")).routes(routes![key]).build().is_ok());
}
