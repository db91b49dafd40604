//! What files cost: memory, descriptors and time, and what hostile clients get for them.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use fastrs::MultipartLimits;
use fastrs::prelude::*;
use fastrs::testing::TestClient;
use fastrs::tokio::net::{TcpListener, TcpStream};
use fastrs::tokio::task::JoinHandle;
use fastrs::tokio::time::{sleep, timeout};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

use crate::files::{app, form, post};

/// Longer than anything here takes, shorter than a test may hang.
const PATIENCE: Duration = Duration::from_secs(20);

/// What handlers keep beyond their requests.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<UploadFile>>>);

#[post("/keep")]
async fn keep(#[file] files: Vec<UploadFile>, kept: State<Kept>) -> Json<Value> {
    let on_disk = files.iter().filter(|file| !file.is_in_memory()).count();
    kept.0.lock().unwrap().extend(files);
    #[cfg(target_os = "linux")]
    let open = open_temporary_files();
    #[cfg(not(target_os = "linux"))]
    let open = 1;
    Json(json!([on_disk, open]))
}

fn keeping(kept: &Kept) -> TestClient {
    let limits = MultipartLimits::default().with_memory(20_000);
    TestClient::new(
        App::new("Files", "1")
            .state(kept.clone())
            .body_limit(64_000_000)
            .multipart_limits(limits)
            .routes(routes![keep]),
    )
}

/// The bytes of the file of this number: no two files have one in the same place.
fn content(number: usize, size: usize) -> Vec<u8> {
    (0..size).map(|at| (at * 7 + number) as u8).collect()
}

#[fastrs::test]
async fn a_request_costs_one_descriptor_however_many_files_it_has() {
    let body = (0..300).fold(form(), |form, number| form.file("files", "a", content(number, 9_000)));
    let (status, answer) = post(&keeping(&Kept::default()), "/keep", body).await;
    // Two fit into the memory. Other tests have a few temporary files, too.
    assert_eq!((status, &answer[0]), (200, &json!(298)));
    assert!(answer[1].as_u64().unwrap() < 30, "{answer}");
}

#[fastrs::test]
async fn files_of_one_request_are_read_each_by_itself_and_outlive_it() {
    let kept = Kept::default();
    let client = keeping(&kept);
    let sizes = [19_000, 20_000, 0, 8_192, 8_193, 700_000, 5, 262_144, 262_145, 1_500_000, 10_000];
    let body = sizes
        .iter()
        .enumerate()
        .fold(form(), |form, (number, size)| form.file("files", &number.to_string(), content(number, *size)));
    assert_eq!(post(&client, "/keep", body).await.1[0], json!(7));
    drop(client);
    let files = std::mem::take(&mut *kept.0.lock().unwrap());
    let folder = std::env::temp_dir().join(format!("fastrs-kept-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let checks = files.into_iter().zip(sizes).enumerate().map(|(number, (file, size))| {
        let path = folder.join(number.to_string());
        tokio::spawn(async move {
            let expected = content(number, size);
            assert_eq!((file.size(), file.read().await.unwrap().len()), (size as u64, size), "{number}");
            assert!(file.read().await.unwrap() == expected, "{number}");
            let (mut reader, mut read) = (file.reader(), Vec::new());
            reader.read_to_end(&mut read).await.unwrap();
            assert!(read == expected, "{number}");
            let (last, mut tail) = (size.min(3), Vec::new());
            reader.seek(std::io::SeekFrom::End(-(last as i64))).await.unwrap();
            reader.read_to_end(&mut tail).await.unwrap();
            assert!(tail == expected[size - last..], "{number}");
            reader.seek_to(size as u64 + 1);
            assert_eq!(reader.chunk().await.unwrap(), None, "{number}");
            let clone = file.clone();
            drop((file, reader));
            clone.save_as(&path).await.unwrap();
            assert!(std::fs::read(path).unwrap() == expected, "{number}");
        })
    });
    for check in checks.collect::<Vec<_>>() {
        check.await.unwrap();
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[fastrs::test]
async fn the_last_of_several_large_files_counts() {
    let body = (0..4).fold(form(), |form, number| form.file("file", "a", number.to_string().repeat(400_000)));
    let limits = MultipartLimits::default().with_memory(0);
    let client = TestClient::new(app().multipart_limits(limits));
    let (status, answer) = post(&client, "/one", body).await;
    assert_eq!((status, answer["content"].as_str().unwrap() == "3".repeat(400_000)), (200, true));
}

// On real sockets.

struct Server {
    address: SocketAddr,
    running: JoinHandle<()>,
}

async fn serve() -> Server {
    serve_app(app()).await
}

async fn serve_app(app: App) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let running = tokio::spawn(async move {
        app.docs(Docs::none()).serve_on(listener, std::future::pending()).await.unwrap();
    });
    Server { address, running }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.running.abort();
    }
}

impl Server {
    async fn connect(&self, path: &str, length: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: multipart/form-data; boundary=B\r\n{length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream
    }
}

async fn answer(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = timeout(PATIENCE * 10, stream.read_to_end(&mut bytes)).await.expect("the connection ends");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[fastrs::test]
async fn ten_thousand_parts_are_too_many() {
    let server = serve().await;
    let part = "--B\r\nContent-Disposition: form-data; name=\"k\"\r\n\r\nv\r\n";
    let body = part.repeat(10_000) + "--B--\r\n";
    let mut stream = server.connect("/texts", &format!("content-length: {}", body.len())).await;
    let _ = stream.write_all(body.as_bytes()).await;
    let answer = answer(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("Too many fields."), "{answer}");
}

/// What may have been sent beyond a limit until the answer came: it stands in the buffers of two sockets.
const UNREAD: usize = 16 * 1024 * 1024;

/// Sends `piece` without end, after `start`; the answer, and how much was sent until it came.
async fn endless(path: &str, start: &str, piece: &str) -> (String, usize) {
    let server = serve().await;
    let stream = server.connect(path, "transfer-encoding: chunked").await;
    let (mut read, mut write) = stream.into_split();
    let start = format!("{:x}\r\n{start}\r\n", start.len());
    let piece = format!("{:x}\r\n{piece}\r\n", piece.len());
    let writing = tokio::spawn(async move {
        let mut sent = start.len();
        write.write_all(start.as_bytes()).await.unwrap();
        while write.write_all(piece.as_bytes()).await.is_ok() {
            sent += piece.len();
        }
        sent
    });
    let mut bytes = vec![0; 4096];
    let count = timeout(PATIENCE, read.read(&mut bytes)).await.expect("an answer").unwrap();
    drop(read);
    let sent = timeout(PATIENCE, writing).await.expect("the connection ends").unwrap();
    (String::from_utf8_lossy(&bytes[..count]).into_owned(), sent)
}

#[fastrs::test]
async fn heads_and_preambles_without_end_are_cut() {
    let head = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n";
    let line = "X-Header: ".to_owned() + &"x".repeat(1000) + "\r\n";
    for (case, start, piece) in [
        ("headers", head, line.as_str()),
        ("one header", "--B\r\nX: ", "xxxxxxxx"),
        ("a preamble", "x", "xxxxxxxxxxxxxxxx"),
    ] {
        let (answer, sent) = endless("/large", start, piece).await;
        assert!(
            answer.starts_with("HTTP/1.1 400") && answer.contains("headers of a part are too large"),
            "{case}: {answer}"
        );
        assert!(sent < UNREAD, "{case}: {sent} bytes were taken");
    }
}

#[fastrs::test]
async fn a_body_without_end_is_too_large() {
    let start = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
    let (answer, sent) = endless("/one", start, &"x".repeat(10_000)).await;
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("limit is 2097152"), "{answer}");
    assert!(sent < 2_097_152 + UNREAD, "{sent} bytes were taken");
}

/// A form whose bytes come one by one, each in a chunk of its own; and how long the answer takes.
async fn crumbs(app: App, boundary: &str, size: usize) -> (String, Duration) {
    let server = serve_app(app).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head = format!(
        "POST /large HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: multipart/form-data; boundary={boundary}\r\ntransfer-encoding: chunked\r\n\r\n",
    );
    let disposition = "Content-Disposition: form-data; name=\"file\"; filename=\"a\"";
    let form = format!("--{boundary}\r\n{disposition}\r\n\r\n{}\r\n--{boundary}--\r\n", "x".repeat(size));
    let chunks: String = form.chars().map(|byte| format!("1\r\n{byte}\r\n")).collect();
    let begun = Instant::now();
    let _ = stream.write_all((head + &chunks + "0\r\n\r\n").as_bytes()).await;
    (answer(&mut stream).await, begun.elapsed())
}

/// The time is printed, not asserted: a machine that does other things proves nothing by the clock. But a boundary of
/// 60,000 bytes kept a processor busy for so long that the answer was a 504.
#[fastrs::test]
async fn crumbs_are_gathered_before_they_are_parsed() {
    let (answer, took) = crumbs(app(), "B", 100_000).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("100000"), "{answer}");
    eprintln!("crumbs: {took:?}");
    let (answer, took) = crumbs(app(), &"B".repeat(60_000), 100_000).await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    eprintln!("crumbs with a long boundary: {took:?}");
    // What is gathered behind the head of a part is none of it.
    let limits = MultipartLimits::default().with_max_head(100);
    let (answer, _) = crumbs(app().multipart_limits(limits), "B", 20_000).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

/// How many temporary files without a name this process has open.
#[cfg(target_os = "linux")]
fn open_temporary_files() -> usize {
    let folder = std::env::temp_dir();
    let files = std::fs::read_dir("/proc/self/fd").unwrap().flatten();
    let targets = files.filter_map(|file| std::fs::read_link(file.path()).ok());
    targets
        .filter(|target| target.starts_with(&folder) && target.to_string_lossy().ends_with("(deleted)"))
        .count()
}

#[cfg(target_os = "linux")]
#[fastrs::test]
async fn a_cut_connection_leaves_no_file_behind() {
    let server = serve().await;
    let mut stream = server.connect("/large", "content-length: 50000000").await;
    stream
        .write_all(b"--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n")
        .await
        .unwrap();
    stream.write_all(&vec![b'x'; 3_000_000]).await.unwrap();
    let wait_until = async |is_there: bool| {
        while (open_temporary_files() > 0) != is_there {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(PATIENCE, wait_until(true)).await.expect("the file is on the disk");
    drop(stream);
    timeout(PATIENCE, wait_until(false)).await.expect("the file is gone, and who wrote it");
}

/// The memory of this process in bytes.
#[cfg(target_os = "linux")]
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 1024
}

#[post("/huge", body_limit = "3 GB", timeout = "30 min")]
async fn huge(#[file] file: UploadFile) -> Json<Value> {
    Json(json!(file.size()))
}

#[cfg(target_os = "linux")]
#[ignore = "writes two gigabytes to the disk; for itself, because it measures the whole process"]
#[fastrs::test]
async fn two_gigabytes_need_no_memory() {
    const SIZE: usize = 2_000_000_000;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = App::new("Huge", "1").routes(routes![huge]);
    let running = tokio::spawn(async move { app.serve_on(listener, std::future::pending()).await.unwrap() });
    let server = Server { address, running };
    let start = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
    let end = "\r\n--B--\r\n";
    let length = format!("content-length: {}", start.len() + SIZE + end.len());
    let mut stream = server.connect("/huge", &length).await;
    stream.write_all(start.as_bytes()).await.unwrap();
    let piece = vec![b'x'; 100_000];
    let (before, mut most) = (memory(), 0);
    for index in 0..SIZE / piece.len() {
        stream.write_all(&piece).await.unwrap();
        if index % 100 == 0 {
            most = most.max(memory());
        }
    }
    stream.write_all(end.as_bytes()).await.unwrap();
    let answer = timeout(Duration::from_secs(600), answer(&mut stream)).await.unwrap();
    assert!(answer.ends_with("2000000000"), "{answer}");
    let growth = most.max(memory()) - before;
    eprintln!("the memory grew by {} kB", growth / 1024);
    assert!(growth < 32 * 1024 * 1024, "{growth}");
}
