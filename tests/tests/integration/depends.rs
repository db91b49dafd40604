//! Dependencies whole: for their effect, with a second half, replaced in tests; and what comes after the answer.

use std::marker::PhantomData;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fastrs::ProblemJson;
use fastrs::prelude::*;
use fastrs::testing::TestClient;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_stream::StreamExt as _;

use crate::support::{send, summary};

/// What happened, in order.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn note(&self, text: impl Into<String>) {
        self.0.lock().unwrap().push(text.into());
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }

    async fn until(&self, what: &str) {
        let seen = || self.0.lock().unwrap().iter().any(|line| line == what);
        for _ in 0..500 {
            if seen() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("`{what}` is not among {:?}", self.0.lock().unwrap());
    }
}

fn told(outcome: Outcome<'_>) -> String {
    match outcome {
        Outcome::Success(status) => format!("success {}", status.as_u16()),
        Outcome::Failure(failure) => format!("failure {} {}", failure.status().as_u16(), failure.detail()),
        other => format!("{other:?}").to_lowercase(),
    }
}

struct Outer(Log);

#[dependency(finish)]
async fn outer(log: State<Log>) -> Outer {
    log.note("outer made");
    Outer((*log).clone())
}

impl Finish for Outer {
    async fn finish(self, outcome: Outcome<'_>) -> Result<(), HttpError> {
        tokio::task::yield_now().await;
        self.0.note(format!("outer: {}", told(outcome)));
        Ok(())
    }
}

/// Holds another one, and fails to finish as it is told.
struct Inner(Depends<Outer>, String);

#[dependency(finish)]
async fn inner(outer: Depends<Outer>, #[query(default)] fail: String) -> Inner {
    outer.0.note("inner made");
    Inner(outer, fail)
}

#[derive(Debug, thiserror::Error)]
#[error("the disk is full")]
struct Full;

impl Finish for Inner {
    async fn finish(self, outcome: Outcome<'_>) -> Result<(), HttpError> {
        self.0.0.note(format!("inner: {}", told(outcome)));
        match self.1.as_str() {
            "500" => Err(Full)?,
            "409" => Err(HttpError::new(409, "too late")),
            "panic" => panic!("in finish"),
            "slow" => std::future::pending().await,
            _ => Ok(()),
        }
    }
}

struct Refusing;

#[dependency]
async fn refusing() -> Result<Refusing, HttpError> {
    Err(HttpError::new(403, "no"))
}

#[get("/finish", timeout = "200 ms")]
async fn finishing(end: String, inner: Depends<Inner>, log: State<Log>) -> Result<&'static str, HttpError> {
    log.note("handler");
    match end.as_str() {
        "error" => Err(HttpError::new(404, "gone")),
        "panic" => panic!("in the handler"),
        "hang" => std::future::pending().await,
        "leak" => {
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                drop(inner);
            });
            Ok("leaked")
        }
        _ => Ok("fine"),
    }
}

#[get("/refused")]
async fn refused(_outer: Depends<Outer>, _refusing: Depends<Refusing>) -> &'static str {
    "never"
}

fn finishing_client() -> (TestClient, Log) {
    let log = Log::default();
    let app = App::new("Test", "1.0.0").state(log.clone()).routes(routes![finishing, refused]);
    (TestClient::new(app), log)
}

async fn check(path: &str, status: u16, detail: &str, lines: &[&str]) {
    let (client, log) = finishing_client();
    let answer = client.get(path).await;
    assert_eq!(answer.status(), status, "{path}: {}", answer.text());
    assert!(answer.text().contains(detail), "{path}: {}", answer.text());
    assert_eq!(log.take(), lines, "{path}");
}

#[fastrs::test]
async fn dependencies_finish_last_in_first_out_before_the_answer() {
    let made = ["outer made", "inner made", "handler"];
    let with = |rest: &[&'static str]| made.iter().chain(rest).copied().collect::<Vec<_>>();
    let both = with(&["inner: success 200", "outer: success 200"]);
    check("/finish?end=ok", 200, "fine", &both).await;
    let gone = with(&["inner: failure 404 \"gone\"", "outer: failure 404 \"gone\""]);
    check("/finish?end=error", 404, "gone", &gone).await;
    check("/finish?end=panic", 500, "Internal", &with(&["inner: panic", "outer: panic"])).await;
    check("/finish?end=hang", 504, "Gateway", &with(&["inner: timeout", "outer: timeout"])).await;
    let failed = with(&["inner: success 200", "outer: failure 500 \"Internal Server Error\""]);
    check("/finish?end=ok&fail=500", 500, "Internal", &failed).await;
    check("/finish?end=ok&fail=panic", 500, "Internal", &failed).await;
    let late = with(&["inner: success 200", "outer: failure 409 \"too late\""]);
    check("/finish?end=ok&fail=409", 409, "too late", &late).await;
    let leaked = with(&["outer: failure 500 \"Internal Server Error\""]);
    let (client, log) = finishing_client();
    client.get("/finish?end=leak").await.assert_status(500);
    // `Outer` is held by `Inner`, which is held by the task: neither can finish.
    assert_eq!(log.take(), leaked[..3]);
}

#[fastrs::test]
async fn a_finish_that_hangs_does_not_hang_the_client() {
    let (client, log) = finishing_client();
    client.get("/finish?end=ok&fail=slow").await.assert_status(504);
    // The others still end what they began.
    assert_eq!(log.take()[3..], ["inner: success 200", "outer: timeout"]);
}

#[get("/thread", timeout = "50 ms", blocking)]
fn on_a_thread(_outer: Depends<Outer>, log: State<Log>) -> &'static str {
    std::thread::sleep(Duration::from_millis(300));
    log.note("thread ended");
    "never"
}

#[fastrs::test]
async fn what_a_thread_holds_finishes_after_it() {
    let log = Log::default();
    let client = TestClient::new(App::new("Test", "1.0.0").state(log.clone()).routes(routes![on_a_thread]));
    client.get("/thread").await.assert_status(504);
    log.until("outer: timeout").await;
    assert_eq!(log.take(), ["outer made", "thread ended", "outer: timeout"]);
}

#[fastrs::test]
async fn an_error_of_a_finish_knows_its_request() {
    let log = Log::default();
    let app = App::new("Test", "1.0.0").state(log.clone()).errors(ProblemJson).routes(routes![finishing]);
    let answer = TestClient::new(app).get("/finish?end=ok&fail=409").await.assert_status(409);
    assert_eq!(answer.value()["instance"], "/finish");
}

#[fastrs::test]
async fn what_was_made_before_another_failed_finishes_too() {
    check("/refused", 403, "no", &["outer made", "outer: failure 403 \"no\""]).await;
    // its sibling is invalid
    check("/finish", 422, "missing", &["outer made", "inner made", "inner: failure 422 [{\"type\":\"missing\",\"loc\":[\"query\",\"end\"],\"msg\":\"Field required\",\"input\":null}]", "outer: failure 422 [{\"type\":\"missing\",\"loc\":[\"query\",\"end\"],\"msg\":\"Field required\",\"input\":null}]"]).await;
}

#[get("/leave")]
async fn leave_get(_outer: Depends<Outer>, log: State<Log>) -> &'static str {
    log.note("waiting");
    std::future::pending().await
}

#[post("/leave")]
async fn leave_post(_outer: Depends<Outer>, log: State<Log>) -> &'static str {
    log.note("waiting");
    tokio::time::sleep(Duration::from_millis(300)).await;
    "done"
}

#[post("/later")]
async fn later(tasks: BackgroundTasks, log: State<Log>) -> &'static str {
    tasks.add(async move {
        tokio::time::sleep(Duration::from_millis(300)).await;
        log.note("task done");
    });
    "answered"
}

struct Server {
    address: std::net::SocketAddr,
    stop: oneshot::Sender<()>,
    ended: tokio::task::JoinHandle<fastrs::Result<()>>,
}

async fn serve(log: &Log) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let (started, stopping) = (log.clone(), log.clone());
    let app = App::new("Test", "1.0.0")
        .state(log.clone())
        .on_shutdown(move || async move {
            stopping.note("stopped");
            Ok::<_, std::io::Error>(())
        })
        .on_startup(move || async move {
            started.note("started");
            Ok::<_, std::io::Error>(())
        })
        .routes(routes![leave_get, leave_post, later]);
    let ended = tokio::spawn(async move { app.serve_on(listener, async { _ = stopped.await }).await });
    Server { address, stop, ended }
}

async fn write(server: &Server, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

#[fastrs::test]
async fn dependencies_finish_when_the_client_leaves() {
    let log = Log::default();
    let server = serve(&log).await;
    let stream = write(&server, "GET /leave HTTP/1.1\r\nhost: a\r\n\r\n").await;
    log.until("waiting").await;
    drop(stream);
    log.until("outer: disconnect").await;
    log.take();

    // What may change something goes on, and its dependencies learn what came of it.
    let stream = write(&server, "POST /leave HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n").await;
    log.until("waiting").await;
    drop(stream);
    log.until("outer: success 200").await;
}

#[fastrs::test]
async fn background_tasks_do_not_hold_up_the_answer_and_are_awaited_at_the_end() {
    let log = Log::default();
    let server = serve(&log).await;
    let mut stream =
        write(&server, "POST /later HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
            .await;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.ends_with("answered"), "{answer}");
    assert_eq!(log.take(), ["started"], "the task is still under way");
    server.stop.send(()).unwrap();
    server.ended.await.unwrap().unwrap();
    assert_eq!(log.take(), ["task done", "stopped"]);
}

struct Noting;

#[dependency]
async fn noting(tasks: BackgroundTasks, log: State<Log>) -> Noting {
    tasks.add(async move { log.note("of the dependency") });
    Noting
}

#[post("/tasks/{end}", depends = [Noting])]
async fn tasks(end: String, tasks: BackgroundTasks, log: State<Log>) -> Result<String, HttpError> {
    let (first, second) = (log.clone(), log);
    tasks.add(async move {
        first.note("first");
        panic!("in a task");
    });
    tasks.add(async move { second.note("second") });
    match end.as_str() {
        "error" => Err(HttpError::new(400, "no")),
        "panic" => panic!("in the handler"),
        _ => Ok(end),
    }
}

#[fastrs::test]
async fn background_tasks_run_in_order_and_only_after_an_answer() {
    let log = Log::default();
    let client = TestClient::new(App::new("Test", "1.0.0").state(log.clone()).routes(routes![tasks]));
    client.post("/tasks/ok").await.assert_ok();
    assert_eq!(log.take(), ["of the dependency", "first", "second"]);
    client.post("/tasks/error").await.assert_status(400);
    client.post("/tasks/panic").await.assert_status(500);
    assert_eq!(log.take(), Vec::<String>::new());
}

#[get("/stream")]
async fn stream(tasks: BackgroundTasks, log: State<Log>) -> Response {
    let pieces = tokio_stream::iter(["a", "b"]).map(move |piece| {
        let log = log.clone();
        tasks.add(async move { log.note(format!("sent {piece}")) });
        Ok::<_, std::io::Error>(Bytes::from(piece))
    });
    Response::new(Body::stream(pieces))
}

#[fastrs::test]
async fn a_stream_may_add_tasks_while_it_is_sent() {
    let log = Log::default();
    let client = TestClient::new(App::new("Test", "1.0.0").state(log.clone()).routes(routes![stream]));
    assert_eq!(client.get("/stream").await.assert_ok().text(), "ab");
    log.until("sent b").await;
    assert_eq!(log.take(), ["sent a", "sent b"]);
}

struct First;
struct Second;
struct Third;

#[dependency]
async fn first(#[header] x_first: u8, log: State<Log>) -> First {
    log.note(format!("first {x_first}"));
    First
}

#[dependency]
async fn second(#[query(ge = 2)] second: u8, log: State<Log>, _first: Depends<First>) -> Second {
    log.note(format!("second {second}"));
    Second
}

#[dependency]
async fn third(third: u8, log: State<Log>) -> Result<Third, HttpError> {
    log.note("third");
    if third == 3 { Ok(Third) } else { Err(HttpError::new(401, "not three")) }
}

#[post("/{id}", depends = [Third])]
async fn guarded(id: u8, body: String, _first: Depends<First>, #[body(raw)] raw: String) -> String {
    format!("{id} {body} {raw}")
}

#[fastrs::test]
async fn routers_and_the_app_ask_for_dependencies() {
    let log = Log::default();
    let router = Router::new("/guarded").depends::<Second>().routes(routes![guarded]);
    let app = App::new("Test", "1.0.0").state(log.clone()).depends::<First>().include(router);
    let client = TestClient::new(app);
    let good =
        client.post("/guarded/7?second=2&third=3&body=b").header("x-first", "1").body("text/plain", "raw");
    assert_eq!(good.await.assert_ok().text(), "7 b raw");
    assert_eq!(log.take(), ["first 1", "second 2", "third"], "outermost first, each once");

    // The faults of all of them come together, those of dependencies first; what depends on the faulty is not run.
    let answer = send(client.post("/guarded/x?second=1&third=y")).await;
    let faults = ["missing header.x-first", "greater_than_equal query.second", "int_parsing query.third"];
    let own = ["int_parsing path.id", "missing query.body"];
    assert_eq!(summary(&answer), faults.iter().chain(&own).copied().collect::<Vec<_>>());
    // One that answers for itself wins.
    client.post("/guarded/x?third=4").await.assert_status(401);

    let operation = &client.openapi()["paths"]["/guarded/{id}"]["post"];
    let names: Vec<_> =
        operation["parameters"].as_array().unwrap().iter().map(|p| p["name"].clone()).collect();
    assert_eq!(names, ["id", "second", "third", "body", "x-first"]);
    assert!(operation["responses"]["default"].is_object());
}

trait Role: Send + Sync + 'static {
    const NAME: &'static str;
}

struct Admin;
struct Editor;

impl Role for Admin {
    const NAME: &'static str = "admin";
}

impl Role for Editor {
    const NAME: &'static str = "editor";
}

struct User {
    roles: Vec<String>,
}

#[dependency]
async fn user(#[header(default)] x_roles: String, number: State<u64>) -> User {
    let _ = *number;
    User { roles: x_roles.split(',').map(str::to_owned).collect() }
}

struct RequireRole<R>(PhantomData<R>);

#[dependency]
async fn require_role<R: Role>(user: Depends<User>) -> Result<RequireRole<R>, HttpError> {
    if user.roles.iter().any(|role| role == R::NAME) {
        Ok(RequireRole(PhantomData))
    } else {
        Err(HttpError::new(403, format!("not {}", R::NAME)))
    }
}

#[get("/both", depends = [RequireRole<Admin>, RequireRole<Editor>])]
async fn both() -> &'static str {
    "both"
}

#[fastrs::test]
async fn generic_dependencies_are_apart() {
    let client = TestClient::new(App::new("Test", "1.0.0").state(1_u64).routes(routes![both]));
    client.get("/both").header("x-roles", "admin,editor").await.assert_ok();
    let refused = client.get("/both").header("x-roles", "admin").await.assert_status(403);
    assert_eq!(refused.value(), json!({ "detail": "not editor" }));
}

#[fastrs::test]
async fn an_override_needs_nothing_of_what_it_replaces() {
    let app = || App::new("Test", "1.0.0").routes(routes![both]);
    assert!(app().build().is_err(), "the state is missing");
    let editor = || async { User { roles: vec!["admin".into(), "editor".into()] } };
    let client = TestClient::new(app().override_dependency(editor));
    client.get("/both").await.assert_ok();
    // The document stays that of the dependency.
    assert_eq!(client.openapi()["paths"]["/both"]["get"]["parameters"][0]["name"], "x-roles");

    // One with arguments, which are resolved as any others.
    let of_state =
        |name: State<String>| async move { User { roles: vec![name.to_string(), "editor".into()] } };
    let client = TestClient::new(app().state("admin".to_owned()).override_dependency(of_state));
    client.get("/both").await.assert_ok();
}

#[derive(Debug)]
struct Loaded(u32);

#[get("/loaded")]
async fn loaded(loaded: State<Loaded>) -> u32 {
    loaded.0
}

#[fastrs::test]
async fn a_life_has_a_beginning_and_an_end() {
    let log = Log::default();
    let (one, two, three) = (log.clone(), log.clone(), log.clone());
    let app = App::new("Test", "1.0.0")
        .lifespan(
            move || async move {
                one.note("loaded");
                Ok::<_, std::io::Error>(Loaded(7))
            },
            move |state: Arc<Loaded>| async move {
                two.note(format!("{state:?} unloaded"));
                Ok::<_, std::io::Error>(())
            },
        )
        .on_shutdown(move || async move {
            three.note("stopped");
            Ok::<_, std::io::Error>(())
        })
        .routes(routes![loaded]);
    let client = TestClient::new(app);
    assert_eq!(log.take(), Vec::<String>::new());
    assert_eq!(client.get("/loaded").await.text(), "7");
    client.get("/loaded").await.assert_ok();
    client.stop().await;
    assert_eq!(log.take(), ["loaded", "stopped", "Loaded(7) unloaded"]);
}

#[fastrs::test]
async fn of_two_states_the_later_one_counts_and_the_earlier_is_not_made() {
    let log = Log::default();
    let made = |number: u32| {
        let log = log.clone();
        move || async move {
            log.note(format!("made {number}"));
            Ok::<_, std::io::Error>(Loaded(number))
        }
    };
    let unloaded = |number: u32| {
        let log = log.clone();
        move |state: Arc<Loaded>| async move {
            log.note(format!("{state:?} unloaded by {number}"));
            Ok::<_, std::io::Error>(())
        }
    };
    let app = || App::new("Test", "1.0.0").routes(routes![loaded]);
    for (case, app, answer, notes) in [
        ("value, made", app().state(Loaded(1)).state_from(made(2)), "2", vec!["made 2"]),
        ("made, value", app().state_from(made(1)).state(Loaded(2)), "2", vec![]),
        ("made, made", app().state_from(made(1)).state_from(made(2)), "2", vec!["made 2"]),
        ("value, value", app().state(Loaded(1)).state(Loaded(2)), "2", vec![]),
        (
            "made, value, made",
            app().state_from(made(1)).state(Loaded(2)).state_from(made(3)),
            "3",
            vec!["made 3"],
        ),
        (
            "value, life",
            app().state(Loaded(1)).lifespan(made(2), unloaded(2)),
            "2",
            vec!["made 2", "Loaded(2) unloaded by 2"],
        ),
        // A life is more than its state: it has an end, and may have other effects.
        (
            "life, value",
            app().lifespan(made(1), unloaded(1)).state(Loaded(2)),
            "2",
            vec!["made 1", "Loaded(1) unloaded by 1"],
        ),
    ] {
        let client = TestClient::new(app);
        assert_eq!(client.get("/loaded").await.text(), answer, "{case}");
        client.stop().await;
        assert_eq!(log.take(), notes, "{case}");
    }
}

#[fastrs::test]
async fn a_start_that_fails_ends_what_was_begun() {
    let log = Log::default();
    let (one, two) = (log.clone(), log.clone());
    let sub = App::new("Sub", "1.0.0").on_startup(|| async { Err::<(), _>("no database") });
    let app = App::new("Test", "1.0.0")
        .lifespan(
            || async { Ok::<_, std::io::Error>(Loaded(1)) },
            move |_: Arc<Loaded>| async move {
                one.note("unloaded");
                Ok::<_, std::io::Error>(())
            },
        )
        .on_startup(move || async move {
            two.note("second");
            Ok::<_, std::io::Error>(())
        })
        .mount("/sub", sub)
        .build()
        .unwrap();
    assert_eq!(app.start().await.unwrap_err().to_string(), "no database");
    assert_eq!(log.take(), ["second", "unloaded"]);
}

#[get("/who")]
async fn who(client: ClientAddr, number: State<u8>) -> Json<Value> {
    Json(json!({ "client": client.0.ip().to_string(), "number": *number }))
}

#[fastrs::test]
async fn an_app_hangs_under_another() {
    let sub = || App::new("Sub", "2.0.0").routes(routes![who]);
    let outer =
        |sub| App::new("Outer", "1.0.0").mount("/sub", sub).on_status(404, |_: &fastrs::Failure| "outer");
    let faults = outer(sub()).build().unwrap_err().to_string();
    assert!(faults.contains("in the app under `/sub`: the app has no state of type `u8`"), "{faults}");

    let client = TestClient::new(outer(sub().state(3_u8)));
    assert_eq!(
        client.get("/sub/who").await.assert_ok().value(),
        json!({ "client": "127.0.0.1", "number": 3 })
    );
    assert_eq!(client.get("/nowhere").await.assert_status(404).text(), "outer");
    // Its errors are its own.
    let own = client.get("/sub/nowhere").await.assert_status(404);
    assert_eq!(own.value(), json!({ "detail": "Not Found" }));
    let document = client.get("/sub/openapi.json").await.value();
    assert_eq!(document["servers"], json!([{ "url": "/sub" }]));
    assert!(client.get("/sub/docs").await.text().contains("/sub/openapi.json"));
    assert!(client.openapi()["paths"].as_object().unwrap().is_empty());
}
