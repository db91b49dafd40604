//! Cached answers and values: whom they are given to, how long, and what they cost.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use fastrs::RequestContext;
use fastrs::describe::EndpointDescription;
use fastrs::extract::{FromRequest, Rejection};
use fastrs::prelude::*;
use fastrs::security::{HttpBearer, Principal};
use fastrs::testing::{TestClient, TestResponse};
use fastrs_cache::{Cache, cached};

/// How often handlers have run.
#[derive(Clone, Default)]
pub struct Runs(Arc<AtomicU32>);

impl Runs {
    fn next(&self) -> u32 {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }

    pub fn count(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }
}

#[model]
struct Answer {
    run: u32,
    of: String,
}

fn answer(runs: &Runs, of: impl Into<String>) -> Answer {
    Answer { run: runs.next(), of: of.into() }
}

#[get("/plain", cache = "60 s")]
async fn plain(runs: State<Runs>) -> Answer {
    answer(&runs, "plain")
}

#[get("/items/{item_id}", cache = "60 s")]
async fn item(
    item_id: String,
    q: Option<String>,
    #[query(default)] tag: Vec<String>,
    #[header] x_lang: Option<String>,
    #[cookie] theme: Option<String>,
    runs: State<Runs>,
) -> Answer {
    answer(&runs, format!("{item_id} {q:?} {tag:?} {x_lang:?} {theme:?}"))
}

/// A caller by its token, `name-role-any`. Nobody may come without one, where `Option` does not let it.
struct Caller {
    name: String,
    role: String,
}

fn caller(cx: &mut RequestContext, token: &str) -> Caller {
    let mut parts = token.split('-').map(str::to_owned);
    let (name, role) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    cx.set_principal(Principal::new(format!("user:{name}")).with_authority(format!("role={role}")));
    Caller { name, role }
}

impl FromRequest for Caller {
    fn describe(description: &mut EndpointDescription) {
        <HttpBearer as FromRequest>::describe(description);
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        let token = HttpBearer::from_request(cx).await?;
        Ok(caller(cx, token.token()))
    }
}

struct Guest(Option<Caller>);

impl FromRequest for Guest {
    fn describe(description: &mut EndpointDescription) {
        <Option<HttpBearer> as FromRequest>::describe(description);
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        let token = Option::<HttpBearer>::from_request(cx).await?;
        Ok(Self(token.map(|token| caller(cx, token.token()))))
    }
}

#[get("/me", cache = "60 s")]
async fn me(caller: Caller, runs: State<Runs>) -> Answer {
    answer(&runs, format!("{} {}", caller.name, caller.role))
}

#[get("/maybe", cache = "60 s")]
async fn maybe(guest: Guest, runs: State<Runs>) -> Answer {
    answer(&runs, guest.0.map_or("nobody".to_owned(), |caller| format!("{} {}", caller.name, caller.role)))
}

/// A scheme, and nobody who checks it.
#[get("/token", cache = "60 s")]
async fn token(token: HttpBearer, runs: State<Runs>) -> Answer {
    answer(&runs, token.token())
}

#[get("/todos/{todo_id}", cache("60 s", tags = ["todos", "todos:{todo_id}", "of:{principal}"]))]
async fn todo(todo_id: u64, caller: Caller, runs: State<Runs>) -> Answer {
    answer(&runs, format!("{todo_id} {}", caller.name))
}

#[model]
struct Tag {
    tag: String,
}

#[post("/invalidate")]
async fn invalidate(tag: Tag, cache: Cache) -> NoContent {
    cache.invalidate(tag.tag).await;
    NoContent
}

pub fn app(cache: Cache, runs: &Runs) -> App {
    let routes = routes![plain, item, me, maybe, token, todo, invalidate];
    App::new("Cached", "1.0.0").cache(cache).state(runs.clone()).routes(routes)
}

fn client() -> (TestClient, Runs) {
    let runs = Runs::default();
    (TestClient::new(app(Cache::memory(), &runs)), runs)
}

fn of(answer: &TestResponse) -> String {
    answer.value()["of"].as_str().unwrap_or_default().to_owned()
}

#[fastrs::test]
async fn a_second_request_is_answered_without_the_handler() {
    let (client, runs) = client();
    let first = client.get("/plain").await.assert_ok();
    let second = client.get("/plain?unknown=1").header("x-unknown", "1").await.assert_ok();
    assert_eq!((first.text(), runs.count()), (second.text(), 1));
    for answer in [&first, &second] {
        assert_eq!(answer.header("cache-control"), Some("public, max-age=60"));
        assert_eq!(answer.header("age"), Some("0"));
        assert_eq!(answer.header("vary"), None);
        let tag = answer.header("etag").unwrap();
        assert!(tag.starts_with('"') && tag.ends_with('"') && tag.len() == 34, "{tag}");
        assert_eq!(answer.header("content-type"), Some("application/json"));
    }
    assert_eq!(first.header("etag"), second.header("etag"));
    let head = client.head("/plain").await.assert_ok();
    assert_eq!((head.text().as_str(), head.header("content-length")), ("", Some("22")));
    assert_eq!((head.header("etag"), runs.count()), (first.header("etag"), 1));
}

#[fastrs::test]
async fn head_fills_the_cache_for_get() {
    let (client, runs) = client();
    client.head("/plain").await.assert_ok();
    assert_eq!((client.get("/plain").await.value()["run"].as_u64(), runs.count()), (Some(1), 1));
}

/// Everyone and everything that differs, against a cache that has seen all of the others: no body goes to another one.
pub async fn red_team(clients: &[TestClient], runs: &Runs) {
    type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str);
    let cases: &[Case] = &[
        ("/items/1", &[], "1 None [] None None"),
        ("/items/2", &[], "2 None [] None None"),
        ("/items/1?q=a", &[], "1 Some(\"a\") [] None None"),
        ("/items/1?q=", &[], "1 Some(\"\") [] None None"),
        ("/items/1?q=b&q=a", &[], "1 Some(\"a\") [] None None"),
        ("/items/1?tag=a&tag=b", &[], "1 None [\"a\", \"b\"] None None"),
        ("/items/1?tag=b&tag=a", &[], "1 None [\"b\", \"a\"] None None"),
        ("/items/1?tag=a%26tag=b", &[], "1 None [\"a&tag=b\"] None None"),
        ("/items/1?tag=ab", &[], "1 None [\"ab\"] None None"),
        ("/items/1%3Fq=a", &[], "1?q=a None [] None None"),
        ("/items/1", &[("x-lang", "de")], "1 None [] Some(\"de\") None"),
        ("/items/1", &[("x-lang", "")], "1 None [] Some(\"\") None"),
        ("/items/1", &[("cookie", "theme=dark")], "1 None [] None Some(\"dark\")"),
        ("/items/1", &[("cookie", "theme=light")], "1 None [] None Some(\"light\")"),
        ("/items/1", &[("cookie", "other=1; theme=dark")], "1 None [] None Some(\"dark\")"),
        ("/items/1", &[("x-lang", "de"), ("cookie", "theme=dark")], "1 None [] Some(\"de\") Some(\"dark\")"),
        ("/me", &[("authorization", "Bearer ann-user-1")], "ann user"),
        ("/me", &[("authorization", "Bearer ann-admin-1")], "ann admin"),
        ("/me", &[("authorization", "Bearer ben-user-1")], "ben user"),
        ("/me", &[("authorization", "Bearer ben-user-2")], "ben user"),
        ("/maybe", &[], "nobody"),
        ("/maybe", &[("authorization", "Bearer ann-user-1")], "ann user"),
        ("/maybe", &[("authorization", "Bearer ben-user-1")], "ben user"),
        ("/token", &[("authorization", "Bearer one")], "one"),
        ("/token", &[("authorization", "Bearer two")], "two"),
        ("/todos/1", &[("authorization", "Bearer ann-user-1")], "1 ann"),
        ("/todos/1", &[("authorization", "Bearer ben-user-1")], "1 ben"),
        ("/todos/2", &[("authorization", "Bearer ann-user-1")], "2 ann"),
    ];
    let mut tags: Vec<(String, String)> = Vec::new();
    for round in 0..6 {
        for (index, (path, headers, wanted)) in cases.iter().enumerate() {
            let client = &clients[(round + index) % clients.len()];
            let with = |extra: &[(&str, &str)], method: Method| {
                headers
                    .iter()
                    .chain(extra)
                    .fold(client.request(method, path), |request, (name, value)| request.header(name, value))
            };
            let answer = with(&[], Method::GET).await.assert_ok();
            assert_eq!(of(&answer), *wanted, "{path} {headers:?} in round {round}");
            let tag = answer.header("etag").unwrap().to_owned();
            let head = with(&[], Method::HEAD).await.assert_ok();
            assert_eq!((head.header("etag"), head.text().as_str()), (Some(&*tag), ""));
            let ranged = with(&[("range", "bytes=0-4")], Method::GET).await.assert_ok();
            assert_eq!(ranged.text(), answer.text(), "whole, or a part of the own: never another's");
            with(&[("if-none-match", &tag)], Method::GET).await.assert_status(304);
            // the tag of another's answer says nothing about one's own
            for (_, other) in tags.iter().filter(|(of, other)| of != wanted && *other != tag) {
                let own = with(&[("if-none-match", other)], Method::GET).await.assert_ok();
                assert_eq!(of(&own), *wanted);
            }
            if round == 0 {
                tags.push(((*wanted).to_owned(), tag));
            }
        }
        for client in clients {
            client.get("/me").await.assert_status(401);
            client.get("/token").await.assert_status(401);
            client.get("/todos/1").await.assert_status(401);
        }
    }
    // Two of them are the same caller with another token, and the same cookie beside another one.
    assert_eq!(runs.count() as usize, cases.len() - 2, "each was made once");
}

#[fastrs::test]
async fn nobody_ever_sees_anothers_answer() {
    let (client, runs) = client();
    red_team(&[client], &runs).await;
}

#[fastrs::test]
async fn what_is_for_one_is_kept_from_shared_caches() {
    let (client, _) = client();
    let me = client.get("/me").bearer("ann-user").await.assert_ok();
    assert_eq!(me.header("cache-control"), Some("private, max-age=60"));
    assert_eq!(me.header("vary"), Some("authorization"));
    let item = client.get("/items/1").await.assert_ok();
    assert_eq!(item.header("cache-control"), Some("private, max-age=60"), "it depends on a cookie");
    assert_eq!(item.header("vary"), Some("x-lang, cookie"));
    let todo = client.get("/todos/1").bearer("ann-user").await.assert_ok();
    assert_eq!(
        todo.header("cache-control"),
        Some("private, no-cache"),
        "what may be invalidated is asked for"
    );
}

#[fastrs::test]
async fn tags_invalidate_what_has_them() {
    let (client, runs) = client();
    let get = async |id: u64, who: &str| {
        let before = runs.count();
        client.get(&format!("/todos/{id}")).bearer(who).await.assert_ok();
        runs.count() > before
    };
    let all = async || {
        let mut made = Vec::new();
        for (id, who) in [(1, "ann"), (2, "ann"), (1, "ben")] {
            made.push(get(id, who).await);
        }
        made
    };
    let invalidate = async |tag: &str| {
        client.post("/invalidate").json(&serde_json::json!({ "tag": tag })).await.assert_status(204);
    };
    assert_eq!(all().await, [true, true, true]);
    assert_eq!(all().await, [false, false, false]);
    invalidate("todos:1").await;
    assert_eq!(all().await, [true, false, true]);
    invalidate("of:user:ann").await;
    assert_eq!(all().await, [true, true, false]);
    invalidate("todos").await;
    assert_eq!(all().await, [true, true, true]);
    invalidate("todo").await;
    assert_eq!(all().await, [false, false, false]);
}

#[fastrs::test]
async fn a_request_may_refuse_what_is_kept() {
    let (client, runs) = client();
    let with = async |value: &str| {
        let answer = client.get("/plain").header("cache-control", value).await;
        (answer.status(), answer.value()["run"].as_u64())
    };
    assert_eq!(with("only-if-cached").await, (504, None));
    assert_eq!(with("no-store").await, (200, Some(1)));
    assert_eq!(with("only-if-cached").await, (504, None), "nothing was kept");
    assert_eq!(with("max-age=60").await, (200, Some(2)));
    assert_eq!(with("only-if-cached").await, (200, Some(2)));
    assert_eq!(with("no-cache").await, (200, Some(3)));
    assert_eq!(with("min-fresh=10").await, (200, Some(3)), "what was made for no-cache is kept");
    assert_eq!(with("max-age=0").await, (200, Some(4)));
    assert_eq!(with("min-fresh=3600").await, (200, Some(5)));
    assert_eq!(client.get("/plain").header("pragma", "no-cache").await.value()["run"], 6);
    assert_eq!(runs.count(), 6);
}

#[fastrs::test]
async fn conditions_are_judged_by_what_is_kept() {
    let (client, runs) = client();
    let first = client.get("/plain").await.assert_ok();
    let (tag, date) = (first.header("etag").unwrap(), first.header("last-modified").unwrap());
    let unchanged = client.get("/plain").header("if-none-match", tag).await.assert_status(304);
    assert_eq!(unchanged.text(), "");
    for name in ["etag", "cache-control", "last-modified"] {
        assert_eq!(unchanged.header(name), first.header(name), "{name}");
    }
    assert_eq!((unchanged.header("content-type"), unchanged.header("content-length")), (None, None));
    client.get("/plain").header("if-modified-since", date).await.assert_status(304);
    client.head("/plain").header("if-none-match", "*").await.assert_status(304);
    client.get("/plain").header("if-none-match", "\"other\"").await.assert_ok();
    client.get("/plain").header("if-match", tag).await.assert_ok();
    let failed = client.get("/plain").header("if-match", "\"other\"").await.assert_status(412);
    assert_eq!(failed.text(), r#"{"detail":"Precondition Failed"}"#);
    assert_eq!(runs.count(), 1);
    // also the first answer is judged, when it has been made
    let (client, runs) = self::client();
    let tag = tag.to_owned();
    client.get("/plain").header("if-none-match", &tag).await.assert_status(304);
    assert_eq!(runs.count(), 1, "the content is the same, and so is its tag: in every instance");
}

#[get("/status/{status}", cache("60 s", negative = "60 s"), responses((404, "none"), (201, "made"), (500, "no"), (410, "gone"), (301, "moved")))]
async fn status(status: u16, runs: State<Runs>) -> Reply<Answer> {
    Reply::new(answer(&runs, "x")).status(status)
}

#[get("/marked/{kind}", cache = "60 s")]
async fn marked(kind: String, runs: State<Runs>) -> Reply<Answer> {
    let reply = Reply::new(answer(&runs, "x"));
    match kind.as_str() {
        "cookie" => reply.cookie(Cookie::new("a", "b")),
        "no-store" => reply.header("cache-control", "no-store"),
        "private" => reply.header("cache-control", "private, max-age=60"),
        "vary" => reply.header("vary", "accept-language"),
        "star" => reply.header("vary", "*"),
        "zero" => reply.header("cache-control", "max-age=0"),
        "own" => reply.header("cache-control", "max-age=30").header("etag", "\"own\""),
        _ => reply,
    }
}

#[get("/missing", cache = "60 s")]
async fn missing(runs: State<Runs>) -> Result<Answer, HttpError> {
    Err(HttpError::new(404, format!("run {}", runs.next())))
}

#[fastrs::test]
async fn only_what_may_be_kept_is_kept() {
    let runs = Runs::default();
    let app = App::new("Cached", "1.0.0").cache(Cache::memory()).state(runs.clone());
    let client = TestClient::new(app.routes(routes![status, marked, missing]));
    let kept = async |path: &str| {
        let before = runs.count();
        let first = client.get(path).unchecked().await;
        let second = client.get(path).unchecked().await;
        assert_eq!(first.status(), second.status(), "{path}");
        runs.count() == before + 1
    };
    for (path, is_kept) in [
        ("/status/200", true),
        ("/status/301", true),
        ("/status/404", true),
        ("/status/410", true),
        ("/status/201", false),
        ("/status/500", false),
        ("/marked/usual", true),
        ("/marked/cookie", false),
        ("/marked/no-store", false),
        ("/marked/private", false),
        ("/marked/vary", false),
        ("/marked/star", false),
        ("/marked/zero", false),
        ("/marked/own", true),
        ("/missing", false),
    ] {
        assert_eq!(kept(path).await, is_kept, "{path}");
    }
    let own = client.get("/marked/own").await;
    assert_eq!((own.header("etag"), own.header("cache-control")), (Some("\"own\""), Some("max-age=30")));
}

#[get("/short", cache("40 ms", stale = "10 s"))]
async fn short(runs: State<Runs>) -> Answer {
    let run = runs.next();
    if run > 1 {
        fastrs::tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Answer { run, of: String::new() }
}

#[fastrs::test]
async fn while_one_makes_it_anew_the_others_have_the_old_one() {
    let runs = Runs::default();
    let app = App::new("Cached", "1.0.0").cache(Cache::memory()).state(runs.clone()).routes(routes![short]);
    let client = Arc::new(TestClient::new(app));
    let run = |answer: TestResponse| answer.value()["run"].as_u64().unwrap();
    assert_eq!(run(client.get("/short").await), 1);
    fastrs::tokio::time::sleep(Duration::from_millis(60)).await;
    let anew = fastrs::tokio::spawn({
        let client = client.clone();
        async move { client.get("/short").await.value()["run"].as_u64() }
    });
    fastrs::tokio::time::sleep(Duration::from_millis(50)).await;
    for _ in 0..5 {
        assert_eq!(run(client.get("/short").await), 1);
    }
    assert_eq!((anew.await.unwrap(), runs.count()), (Some(2), 2));
}

struct Effect;

#[dependency(finish)]
async fn effect(runs: State<Runs>) -> Effect {
    runs.next();
    Effect
}

#[derive(Default)]
struct Fails(std::sync::atomic::AtomicBool);

impl Finish for Effect {
    async fn finish(self, _: fastrs::Outcome<'_>) -> Result<(), HttpError> {
        Ok(())
    }
}

struct Commit(State<Fails>);

#[dependency(finish)]
async fn commit(fails: State<Fails>) -> Commit {
    Commit(fails)
}

impl Finish for Commit {
    async fn finish(self, _: fastrs::Outcome<'_>) -> Result<(), HttpError> {
        if self.0.0.load(Ordering::SeqCst) { Err(HttpError::new(500, "the commit failed")) } else { Ok(()) }
    }
}

#[get("/committed", cache = "60 s")]
async fn committed(_effect: Depends<Effect>, _commit: Depends<Commit>) -> String {
    "read".to_owned()
}

#[fastrs::test]
async fn dependencies_run_for_every_request_and_what_they_spoil_is_not_kept() {
    let runs = Runs::default();
    let app = App::new("Cached", "1.0.0").cache(Cache::memory()).state(runs.clone()).state(Fails::default());
    let app = app.routes(routes![committed, spoil]);
    let client = TestClient::new(app);
    client.post("/spoil?fails=true").await.assert_ok();
    client.get("/committed").await.assert_status(500);
    client.post("/spoil?fails=false").await.assert_ok();
    client.get("/committed").header("cache-control", "only-if-cached").await.assert_status(504);
    client.get("/committed").await.assert_ok();
    // It is kept when its dependencies have finished, which the client does not wait for.
    let mut tries = 0;
    while client.get("/committed").header("cache-control", "only-if-cached").await.status() == 504 {
        tries += 1;
        assert!(tries < 500, "it was never kept");
        fastrs::tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(runs.count(), 4 + tries);
}

#[post("/spoil")]
async fn spoil(fails: bool, state: State<Fails>) -> &'static str {
    state.0.store(fails, Ordering::SeqCst);
    "done"
}

#[get("/headers", cache = "60 s")]
async fn reads_headers(headers: HeaderMap) -> String {
    format!("{headers:?}")
}

#[get("/request", cache = "60 s")]
async fn reads_request(request: Request) -> String {
    format!("{request:?}")
}

struct Silent;

impl FromRequest for Silent {
    fn describe(description: &mut EndpointDescription) {
        description.nothing_to_document();
    }

    async fn from_request(_: &mut RequestContext) -> Result<Self, Rejection> {
        Ok(Self)
    }
}

struct Deep;

#[dependency]
async fn deep(_silent: Silent) -> Deep {
    Deep
}

#[get("/deep", cache = "60 s")]
async fn reads_deep(_deep: Depends<Deep>) -> String {
    String::new()
}

#[get("/tagged", cache("60 s", tags = ["x:{unknown}"]))]
async fn tagged() -> String {
    String::new()
}

#[test]
fn what_reads_more_than_it_declares_cannot_be_cached() {
    #[track_caller]
    fn check(app: App, what: &str) {
        let faults = app.cache(Cache::memory()).build().unwrap_err();
        let told: Vec<_> = faults.iter().map(|fault| fault.what.clone()).collect();
        assert!(told.len() == 1 && told[0].contains(what), "{told:?}");
    }
    let app = || App::new("Cached", "1.0.0");
    check(app().routes(routes![reads_headers]), "takes `http::header::map::HeaderMap`, which does not say");
    check(
        app().routes(routes![reads_request]),
        "`reads_request` is cached and takes `http::request::Request",
    );
    check(app().routes(routes![reads_deep]), "Silent`, which does not say what it reads");
    check(app().depends::<Deep>().routes(routes![tagless]), "Silent`, which does not say");
    check(app().routes(routes![tagged]), "names `{unknown}`, which is no parameter");
}

#[get("/tagless", cache = "60 s")]
async fn tagless(base: BaseUrl, root: RootPath) -> String {
    format!("{base} {root}")
}

#[fastrs::test]
async fn the_host_is_a_part_of_the_key_where_it_is_read() {
    let client = TestClient::new(App::new("Cached", "1.0.0").cache(Cache::memory()).routes(routes![tagless]));
    for _ in 0..2 {
        for host in ["a.example", "b.example"] {
            let answer = client.get("/tagless").header("host", host).await.assert_ok();
            assert_eq!(answer.text(), format!("http://{host} "));
        }
    }
}

#[fastrs::test]
async fn the_document_has_what_caching_adds() {
    let (client, _) = client();
    let responses = &client.openapi()["paths"]["/plain"]["get"]["responses"];
    for header in ["ETag", "Cache-Control", "Last-Modified", "Age"] {
        assert!(responses["200"]["headers"][header].is_object(), "{responses:#}");
    }
    assert!(responses["304"]["headers"]["ETag"].is_object());
    assert!(responses["412"].is_object() && responses["504"].is_object());
}

#[get("/slow", cache = "60 s")]
async fn slow(runs: State<Runs>, first: Option<String>) -> Answer {
    let _ = first;
    let run = runs.next();
    fastrs::tokio::time::sleep(Duration::from_millis(100)).await;
    Answer { run, of: String::new() }
}

#[get("/breaks", cache = "60 s")]
async fn breaks(runs: State<Runs>) -> Answer {
    let run = runs.next();
    fastrs::tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(run > 1, "the first one breaks");
    Answer { run, of: String::new() }
}

/// How often a handler ran for so many requests at once, which all must be answered with one of these statuses.
pub async fn at_once(clients: &[Arc<TestClient>], count: usize, path: &'static str, statuses: &[u16]) {
    let requests: Vec<_> = (0..count)
        .map(|index| {
            let client = clients[index % clients.len()].clone();
            fastrs::tokio::spawn(async move { client.get(path).await.status() })
        })
        .collect();
    for request in requests {
        let status = fastrs::tokio::time::timeout(Duration::from_secs(30), request).await;
        let status = status.expect("nobody is stranded").unwrap();
        assert!(statuses.contains(&status), "{status}");
    }
}

pub fn stampede(cache: Cache, runs: &Runs) -> Arc<TestClient> {
    let app = App::new("Cached", "1.0.0").cache(cache).state(runs.clone());
    Arc::new(TestClient::new(app.routes(routes![slow, breaks])))
}

#[fastrs::test]
async fn a_thousand_at_once_cost_one_run() {
    let runs = Runs::default();
    let client = stampede(Cache::memory(), &runs);
    at_once(std::slice::from_ref(&client), 1000, "/slow", &[200]).await;
    assert_eq!(runs.count(), 1);
}

#[fastrs::test]
async fn the_panic_of_one_strands_nobody() {
    let runs = Runs::default();
    let client = stampede(Cache::memory(), &runs);
    at_once(std::slice::from_ref(&client), 1000, "/breaks", &[200, 500]).await;
    assert_eq!(runs.count(), 2, "one broke, the next one made it for all");
}

#[fastrs::test]
async fn one_that_leaves_strands_nobody() {
    let runs = Runs::default();
    let client = stampede(Cache::memory(), &runs);
    let leaving = std::future::IntoFuture::into_future(client.get("/slow"));
    let others = async {
        fastrs::tokio::time::sleep(Duration::from_millis(10)).await;
        at_once(std::slice::from_ref(&client), 200, "/slow", &[200]).await;
    };
    let (left, ()) =
        fastrs::tokio::join!(fastrs::tokio::time::timeout(Duration::from_millis(50), leaving), others);
    assert!(left.is_err());
    assert_eq!(runs.count(), 2, "the one that left, and the one that took its place");
}

#[model]
#[derive(Clone, PartialEq, Debug)]
struct Todo {
    id: u64,
    run: u32,
}

#[cached(ttl = "60 s")]
async fn by_arguments(id: u64, lang: &str, runs: &Shared) -> Todo {
    let _ = lang;
    Todo { id, run: runs.0.next() }
}

/// A part of the key that is always the same.
struct Shared(Runs);

impl fastrs::serde::Serialize for Shared {
    fn serialize<S: fastrs::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

#[cached(ttl = "60 s", key = id, tags = ["todos", format!("todos:{id}")], cache = cache)]
async fn by_key(id: u64, runs: &Runs, cache: &Cache) -> Result<Option<Todo>, String> {
    match id {
        0 => Err(format!("run {}", runs.next())),
        1 => {
            runs.next();
            Ok(None)
        }
        id => Ok(Some(Todo { id, run: runs.next() })),
    }
}

struct Repository {
    cache: Cache,
    runs: Runs,
}

impl Repository {
    #[cached(ttl = "60 s", key = (id, "name"), negative = "20 ms", cache = self.cache)]
    async fn find(&self, id: u64) -> Option<Todo> {
        let run = self.runs.next();
        (id != 0).then_some(Todo { id, run })
    }
}

#[fastrs::test]
async fn a_cached_function_runs_once_for_each_key() {
    let shared = Shared(Runs::default());
    let first = by_arguments(1, "de", &shared).await;
    assert_eq!(by_arguments(1, "de", &shared).await, first);
    assert_ne!(by_arguments(1, "en", &shared).await, first);
    assert_ne!(by_arguments(2, "de", &shared).await, first);
    assert_eq!(shared.0.count(), 3);

    let (runs, cache) = (Runs::default(), Cache::memory());
    let find = async |id| by_key(id, &runs, &cache).await;
    assert_eq!(find(7).await, Ok(Some(Todo { id: 7, run: 1 })));
    assert_eq!(find(7).await, Ok(Some(Todo { id: 7, run: 1 })));
    cache.invalidate("todos:7").await;
    assert_eq!(find(7).await, Ok(Some(Todo { id: 7, run: 2 })));
    assert_eq!((find(1).await, find(1).await, runs.count()), (Ok(None), Ok(None), 3));
    assert_eq!((find(0).await, find(0).await), (Err("run 4".into()), Err("run 5".into())));

    let repository = Repository { cache, runs: Runs::default() };
    assert_eq!(repository.find(3).await, repository.find(3).await);
    assert_eq!(
        (repository.find(0).await, repository.find(0).await, repository.runs.count()),
        (None, None, 2)
    );
    fastrs::tokio::time::sleep(Duration::from_millis(40)).await;
    assert_eq!((repository.find(0).await, repository.runs.count()), (None, 3));
}

#[fastrs::test]
async fn a_value_is_made_once_however_many_ask() {
    let (cache, runs) = (Cache::memory(), Runs::default());
    let tasks: Vec<_> = (0..1000)
        .map(|_| {
            let (cache, runs) = (cache.clone(), runs.clone());
            fastrs::tokio::spawn(async move {
                let make = async move || {
                    fastrs::tokio::time::sleep(Duration::from_millis(50)).await;
                    runs.next()
                };
                cache.slot("key").get_or_make(make).await
            })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), 1);
    }
    cache.delete("key").await;
    assert_eq!(cache.slot("key").get::<u32>().await, None);
    // what stands there as another type is made anew
    cache.slot("key").set(&"text").await.unwrap();
    assert_eq!(cache.slot("key").get_or_make(async || 5u32).await, 5);
    assert_eq!(cache.slot("key").get::<u32>().await, Some(5));
    cache.delete_prefix("ke").await;
    assert_eq!(cache.slot("key").get::<u32>().await, None);
}
