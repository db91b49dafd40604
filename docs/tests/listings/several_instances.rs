//! nginx, as Debian has it, in front of three instances, on real sockets.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use fastrs::tokio;
use fastrs_book::several_instances::counter::{Worked, instance};
use fastrs_cache::{RedisOptions, RedisServer};

const CONFIGURATION: &str = include_str!("../../listings/several_instances/nginx.conf");

/// nginx with the book's configuration, at other ports.
struct Nginx {
    process: Child,
    folder: std::path::PathBuf,
}

impl Nginx {
    fn start(port: u16, instances: &[u16]) -> Self {
        let folder = std::env::temp_dir().join(format!("fastrs-nginx-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut text = CONFIGURATION.replace(":8000", &format!(":{port}"));
        for (of_book, own) in [8001, 8002, 8003].into_iter().zip(instances) {
            text = text.replace(&format!(":{of_book}"), &format!(":{own}"));
        }
        // What Debian sets in its own file, and what only a machine that serves nothing else may leave out.
        let path = |name: &str| folder.join(name).display().to_string();
        let mut around = format!("daemon off;\npid {};\nerror_log {} warn;\n", path("pid"), path("log"));
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("    {kind}_temp_path {};\n", path(kind)))
            .concat();
        around += &text.replace("http {\n", &format!("http {{\n    access_log off;\n{temporary}"));
        std::fs::write(folder.join("nginx.conf"), around).unwrap();
        let mut command = Command::new("nginx");
        command.args(["-e", &path("log"), "-p", &path(""), "-c", &path("nginx.conf")]).stdout(Stdio::null());
        let process = command.spawn().expect("nginx is installed");
        let patience = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let log = || std::fs::read_to_string(folder.join("log")).unwrap_or_default();
            assert!(patience.elapsed() < Duration::from_secs(10), "nginx does not listen: {}", log());
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { process, folder }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its workers end with it, which they do not where it is killed.
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Status and body of an answer over a connection of its own.
fn ask(port: u16, method: &str, path: &str, headers: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let request =
        format!("{method} {path} HTTP/1.0\r\nhost: localhost\r\ncontent-length: 0\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    (status, text.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
}

async fn asked(port: u16, method: &'static str, path: &'static str, headers: &str) -> (u16, String) {
    let headers = headers.to_owned();
    tokio::task::spawn_blocking(move || ask(port, method, path, &headers)).await.unwrap()
}

#[fastrs::test]
async fn three_instances_behind_nginx_are_one() {
    let Some(url) = super::transactions::service("FASTRS_TEST_REDIS_URL") else { return };
    let options = RedisOptions::default()
        .prefix(format!("fastrs-book-{}", std::process::id()))
        .command_timeout(Duration::from_secs(5));
    let worked = Worked::default();
    let (mut ports, mut ends, mut served) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..3 {
        let redis = RedisServer::with_options(&url, options.clone()).unwrap();
        let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        ports.push(listener.local_addr().unwrap().port());
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        ends.push(end);
        let app = instance(&redis, &worked);
        served.push(tokio::spawn(async move { app.serve_on(listener, async { _ = ended.await }).await }));
    }
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let nginx = Nginx::start(port, &ports);

    // One report for sixty who ask at once.
    let asking: Vec<_> = (0..60).map(|_| tokio::spawn(asked(port, "GET", "/report", ""))).collect();
    for answer in asking {
        assert_eq!(answer.await.unwrap(), (200, "report 0".to_owned()));
    }
    assert_eq!(worked.0.load(Ordering::Relaxed), 1);
    // What one of them forgets all of them forget.
    assert_eq!(asked(port, "POST", "/reports", "").await.0, 204);
    tokio::time::sleep(Duration::from_millis(200)).await;
    for _ in 0..6 {
        assert_eq!(asked(port, "GET", "/report", "").await, (200, "report 1".to_owned()));
    }
    // Five attempts, whoever they say that they are.
    let mut statuses = Vec::new();
    for attempt in 0..12 {
        let header = format!("x-forwarded-for: 192.0.2.{attempt}\r\n");
        statuses.push(asked(port, "POST", "/login", &header).await.0);
    }
    let admitted = statuses.iter().filter(|status| **status == 200).count();
    assert_eq!((admitted, statuses[5..].to_vec()), (5, vec![429; 7]));
    // One of them goes, and nobody notices.
    drop(ends.pop());
    served.pop().unwrap().await.unwrap().unwrap();
    for _ in 0..9 {
        assert_eq!(asked(port, "GET", "/report", "").await.0, 200);
    }
    drop(nginx);
    drop(ends);
    for instance in served {
        instance.await.unwrap().unwrap();
    }
}
