//! A Redis of the test's own, which it may stop, kill and start again.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::service::program;

/// It goes away with its folder.
pub struct RedisServer {
    program: PathBuf,
    folder: PathBuf,
    port: u16,
    process: Child,
}

impl RedisServer {
    /// None, and loudly, where Redis is not installed.
    pub fn new(name: &str) -> Option<Self> {
        let program = program("redis-server")?;
        let folder = std::env::temp_dir().join(format!("fastrs-redis-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        // Free until somebody else takes it, which nobody does between here and there.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = start(&program, &folder, port);
        let server = Self { program, folder, port, process };
        server.wait();
        Some(server)
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub fn address(&self) -> (&'static str, u16) {
        ("127.0.0.1", self.port)
    }

    /// It takes connections and answers nothing.
    pub fn pause(&self) {
        self.signal("STOP");
    }

    pub fn go_on(&self) {
        self.signal("CONT");
    }

    /// It is gone from one moment to the next.
    pub fn kill(&mut self) {
        self.signal("KILL");
        self.process.wait().unwrap();
    }

    /// It is there again, with what it had written down.
    pub fn start(&mut self) {
        self.process = start(&self.program, &self.folder, self.port);
        self.wait();
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").arg(format!("-{signal}")).arg(self.process.id().to_string()).status();
        assert!(sent.unwrap().success());
    }

    fn wait(&self) {
        let begun = Instant::now();
        while std::net::TcpStream::connect(self.address()).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(20), "Redis does not start");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

fn start(program: &Path, folder: &Path, port: u16) -> Child {
    let mut command = Command::new(program);
    command.args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--appendfsync", "always"]);
    command.arg("--port").arg(port.to_string()).arg("--dir").arg(folder);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
