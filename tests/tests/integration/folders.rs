//! Files, folders and front-ends as a client sees them.

use std::fs;
use std::path::PathBuf;

use fastrs::prelude::*;
use fastrs::testing::{TestClient, TestResponse};
use fastrs::{Fallback, Frontend};

/// A folder of this test alone, with a site in it and a secret beside it.
struct Site(PathBuf);

impl Site {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("fastrs-files-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("site/docs")).unwrap();
        fs::write(root.join("secret.txt"), "secret").unwrap();
        fs::write(root.join("site/digits.txt"), "0123456789").unwrap();
        fs::write(root.join("site/index.html"), "<main>home</main>").unwrap();
        fs::write(root.join("site/docs/index.html"), "<main>docs</main>").unwrap();
        fs::write(root.join("site/a b.svg"), "<svg/>").unwrap();
        Self(root)
    }

    fn folder(&self) -> PathBuf {
        self.0.join("site")
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn static_files(site: &Site) -> TestClient {
    TestClient::new(App::new("Test", "1.0.0").static_files("/static", StaticFiles::new(site.folder())))
}

#[fastrs::test]
async fn ranges_have_a_truth_table() {
    let site = Site::new("ranges");
    let client = static_files(&site);
    let table: &[(&str, u16, &str, &str)] = &[
        ("bytes=0-3", 206, "bytes 0-3/10", "0123"),
        ("bytes=4-", 206, "bytes 4-9/10", "456789"),
        ("bytes=-3", 206, "bytes 7-9/10", "789"),
        ("bytes=-99", 206, "bytes 0-9/10", "0123456789"),
        ("bytes=8-99", 206, "bytes 8-9/10", "89"),
        ("BYTES = 1-1", 206, "bytes 1-1/10", "1"),
        ("bytes=0-1,2-3", 206, "bytes 0-3/10", "0123"),
        ("bytes=0-4,2-6,20-30", 206, "bytes 0-6/10", "0123456"),
        ("bytes=0-99999999999999999999999", 206, "bytes 0-9/10", "0123456789"),
        ("bytes=10-", 416, "bytes */10", ""),
        ("bytes=20-30", 416, "bytes */10", ""),
        ("bytes=-0", 416, "bytes */10", ""),
        ("bytes=5-2", 400, "", "Range header: start must be less than end"),
        ("items=0-1", 400, "", "Only support bytes range"),
        ("bytes=", 400, "", "Range header: range must be requested"),
        ("bytes=x-y", 400, "", "Range header: range must be requested"),
        ("bytes", 400, "", "Malformed range header."),
    ];
    for (range, status, place, body) in table {
        let answer = client.get("/static/digits.txt").header("range", range).await;
        let got = (answer.status(), answer.header("content-range").unwrap_or_default(), answer.text());
        assert_eq!(got, (*status, *place, (*body).to_owned()), "{range}");
    }
}

#[fastrs::test]
async fn several_ranges_come_in_parts() {
    let site = Site::new("parts");
    let answer = static_files(&site)
        .get("/static/digits.txt")
        .header("range", "bytes=6-7,0-1")
        .await
        .assert_status(206);
    let boundary =
        answer.header("content-type").unwrap().strip_prefix("multipart/byteranges; boundary=").unwrap();
    let part = |place: &str, text: &str| {
        format!(
            "--{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes {place}/10\r\n\r\n{text}\r\n"
        )
    };
    assert_eq!(answer.text(), format!("{}{}--{boundary}--", part("0-1", "01"), part("6-7", "67")));
}

#[fastrs::test]
async fn a_file_that_the_client_has_is_not_sent_again() {
    let site = Site::new("fresh");
    let client = static_files(&site);
    let whole = client.get("/static/digits.txt").await.assert_status(200);
    let (tag, date) = (whole.header("etag").unwrap(), whole.header("last-modified").unwrap());
    let table: &[(&str, &str, u16)] = &[
        ("if-none-match", tag, 304),
        ("if-none-match", "\"other\", W/\"more\"", 200),
        ("if-none-match", "*", 304),
        ("if-modified-since", date, 304),
        ("if-modified-since", "Thu, 01 Jan 1970 00:00:00 GMT", 200),
        ("if-modified-since", "yesterday", 200),
    ];
    for (name, value, status) in table {
        let answer = client.get("/static/digits.txt").header(name, value).await.assert_status(*status);
        assert_eq!(answer.header("etag"), Some(tag), "{name}: {value}");
        assert_eq!(answer.bytes().is_empty(), *status == 304, "{name}: {value}");
    }
    let weak = format!("W/{tag}");
    client.get("/static/digits.txt").header("if-none-match", &weak).await.assert_status(304);
    for (validator, status) in [(tag, 206), (date, 206), ("\"other\"", 200)] {
        let request =
            client.get("/static/digits.txt").header("range", "bytes=0-3").header("if-range", validator);
        request.await.assert_status(status);
    }
}

#[fastrs::test]
async fn a_file_that_is_not_the_one_that_was_meant_is_not_sent() {
    let site = Site::new("meant");
    let client = static_files(&site);
    let whole = client.get("/static/digits.txt").await.assert_status(200);
    let (tag, date) = (whole.header("etag").unwrap(), whole.header("last-modified").unwrap());
    let (weak, list) = (format!("W/{tag}"), format!("\"other\", {tag}"));
    let (old, new) = ("Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT");
    let table: &[(&[(&str, &str)], u16)] = &[
        (&[("if-match", tag)], 200),
        (&[("if-match", &list)], 200),
        (&[("if-match", "*")], 200),
        (&[("if-match", "\"other\"")], 412),
        (&[("if-match", "\"other\", \"more\"")], 412),
        (&[("if-match", "")], 412),
        // Only the strong comparison tells that no byte differs.
        (&[("if-match", &weak)], 412),
        (&[("if-unmodified-since", date)], 200),
        (&[("if-unmodified-since", new)], 200),
        (&[("if-unmodified-since", old)], 412),
        (&[("if-unmodified-since", "yesterday")], 200),
        // What is asked first decides (RFC 9110, section 13.2.2).
        (&[("if-match", tag), ("if-unmodified-since", old)], 200),
        (&[("if-match", "\"other\""), ("if-unmodified-since", date)], 412),
        (&[("if-match", tag), ("if-none-match", tag)], 304),
        (&[("if-match", "\"other\""), ("if-none-match", tag)], 412),
        (&[("if-unmodified-since", old), ("if-modified-since", new)], 412),
        (&[("if-unmodified-since", date), ("if-modified-since", date)], 304),
        (&[("if-match", "\"other\""), ("range", "bytes=0-3")], 412),
        (&[("if-match", tag), ("range", "bytes=0-3")], 206),
        (&[("if-match", "\"other\""), ("range", "bytes=20-")], 412),
    ];
    for (headers, status) in table {
        let get = headers
            .iter()
            .fold(client.get("/static/digits.txt"), |get, (name, value)| get.header(name, value));
        let answer = get.await;
        assert_eq!(answer.status(), *status, "{headers:?}");
        let head = headers
            .iter()
            .fold(client.head("/static/digits.txt"), |head, (name, value)| head.header(name, value));
        let status = if *status == 206 { 200 } else { *status };
        assert_eq!(head.await.status(), status, "HEAD {headers:?}");
        if status == 412 {
            assert_eq!((answer.text().as_str(), answer.header("etag")), ("", None), "{headers:?}");
        }
    }
    let other = client.get("/static/digits.txt").header("if-match", "\"other\"").header("if-match", tag);
    other.await.assert_status(200);
}

#[fastrs::test]
async fn head_says_how_large_it_is() {
    let site = Site::new("head");
    let answer =
        static_files(&site).head("/static/digits.txt").header("range", "bytes=0-3").await.assert_status(200);
    assert_eq!((answer.header("content-length"), answer.text().as_str()), (Some("10"), ""));
}

#[fastrs::test]
async fn nothing_leads_out_of_a_folder() {
    let site = Site::new("out");
    let client = static_files(&site);
    let paths = [
        "/static/../secret.txt",
        "/static/docs/../../secret.txt",
        "/static/%2e%2e/secret.txt",
        "/static/%2e%2e%2fsecret.txt",
        "/static/..%2fsecret.txt",
        "/static/.%2e/secret.txt",
        "/static/..%5csecret.txt",
        "/static/..\\secret.txt",
        "/static/%252e%252e/secret.txt",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/C:%5cWindows%5cwin.ini",
        "/static/digits.txt%00.html",
        "/static/%00",
        "/static/%ff",
        "/static/digits.txt/",
        "/static/./digits.txt",
        "/static/docs",
        "/static/",
    ];
    for path in paths {
        let answer = client.get(path).await;
        assert_eq!((answer.status(), answer.text().as_str()), (404, r#"{"detail":"Not Found"}"#), "{path}");
    }
    let long = format!("/static/{}", "x".repeat(5000));
    client.get(&long).await.assert_status(404);
    let answer = client.post("/static/digits.txt").await.assert_status(405);
    assert_eq!(answer.header("allow"), Some("GET, HEAD"));
}

/// A site whose links lead out of it: to a file, to a folder, and in the place of its pages; and one that does not.
#[cfg(unix)]
fn linked(name: &str) -> Site {
    let site = Site::new(name);
    fs::create_dir_all(site.0.join("beside")).unwrap();
    fs::write(site.0.join("beside/index.html"), "secret").unwrap();
    fs::remove_file(site.folder().join("index.html")).unwrap();
    fs::remove_file(site.folder().join("docs/index.html")).unwrap();
    for (target, link) in [
        ("../secret.txt", "link.txt"),
        ("../beside", "folder"),
        ("../secret.txt", "index.html"),
        ("../secret.txt", "404.html"),
        ("../../secret.txt", "docs/index.html"),
        ("digits.txt", "inside.txt"),
    ] {
        std::os::unix::fs::symlink(target, site.folder().join(link)).unwrap();
    }
    site
}

#[cfg(unix)]
#[fastrs::test]
async fn links_lead_nowhere_else() {
    let site = linked("linked");
    let app =
        |files| App::new("Test", "1.0.0").static_files("/static", files).frontend("/front", site.folder());
    for files in [StaticFiles::new(site.folder()), StaticFiles::new(site.folder()).html()] {
        let client = TestClient::new(app(files));
        for prefix in ["/static", "/front"] {
            for path in [
                "/link.txt",
                "/folder",
                "/folder/",
                "/folder/index.html",
                "/index.html",
                "/404.html",
                "/",
                "/docs/",
                "/none",
            ] {
                let path = format!("{prefix}{path}");
                let answer = page(&client, &path).await;
                let nothing = (404, r#"{"detail":"Not Found"}"#);
                assert_eq!((answer.status(), answer.text().as_str()), nothing, "{path}");
            }
            assert_eq!(client.get(&format!("{prefix}/inside.txt")).await.assert_ok().text(), "0123456789");
        }
    }
}

#[cfg(unix)]
#[fastrs::test]
async fn links_are_followed_only_when_told() {
    let site = linked("links");
    let files = StaticFiles::new(site.folder()).html().follow_symlinks();
    let client = TestClient::new(App::new("Test", "1.0.0").static_files("/static", files));
    for (path, status) in
        [("/static/link.txt", 200), ("/static/folder/", 200), ("/static/", 200), ("/static/none", 404)]
    {
        assert_eq!(client.get(path).await.assert_status(status).text(), "secret", "{path}");
    }
}

#[fastrs::test]
async fn media_types_come_from_names() {
    let site = Site::new("media");
    let client = static_files(&site);
    let media = |answer: TestResponse| answer.assert_ok().header("content-type").unwrap().to_owned();
    assert_eq!(media(client.get("/static/a%20b.svg").await), "image/svg+xml");
    assert_eq!(media(client.get("/static/docs/index.html").await), "text/html; charset=utf-8");
}

#[fastrs::test]
async fn pages_stand_for_folders_where_that_is_wanted() {
    let site = Site::new("pages");
    let files = StaticFiles::new(site.folder()).html();
    let client = TestClient::new(App::new("Test", "1.0.0").static_files("/static", files));
    assert_eq!(client.get("/static/").await.assert_ok().text(), "<main>home</main>");
    let moved = client.get("/static/docs").await.assert_status(307);
    assert_eq!(moved.header("location"), Some("./docs/"));
    assert_eq!(client.get("/static/docs/").await.assert_ok().text(), "<main>docs</main>");
    client.get("/static/none").await.assert_status(404);
    fs::write(site.folder().join("404.html"), "gone").unwrap();
    assert_eq!(client.get("/static/none").await.assert_status(404).text(), "gone");
}

#[fastrs::test]
async fn a_folder_that_is_not_there_is_a_fault_of_the_wiring() {
    let app = App::new("Test", "1.0.0")
        .static_files("/static", StaticFiles::new("/no/such/folder"))
        .frontend("/", "/no/such/frontend")
        .templates("/no/such/templates");
    let faults = app.build().unwrap_err().to_string();
    for name in ["/no/such/folder", "/no/such/frontend", "/no/such/templates"] {
        assert!(faults.contains(name), "{faults}");
    }
    TestClient::new(App::new("Test", "1.0.0").frontend("/", Frontend::new("/no/such").unchecked()));
}

#[get("/api/items")]
async fn items() -> &'static str {
    "items"
}

/// What a browser that navigates gets.
async fn page(client: &TestClient, path: &str) -> TestResponse {
    client.get(path).header("accept", "text/html,*/*;q=0.8").await
}

#[fastrs::test]
async fn a_front_end_comes_after_the_routes() {
    let site = Site::new("front");
    let app = |frontend: Frontend| {
        TestClient::new(App::new("Test", "1.0.0").routes(routes![items]).frontend("/", frontend))
    };
    let client = app(Frontend::new(site.folder()));
    assert_eq!(client.get("/api/items").await.text(), "items");
    assert_eq!(client.post("/api/items").await.status(), 405);
    assert_eq!(client.get("/").await.assert_ok().text(), "<main>home</main>");
    assert_eq!(client.get("/digits.txt").await.assert_ok().text(), "0123456789");
    client.post("/digits.txt").await.assert_status(405);
    client.post("/none").await.assert_status(404);
    // A person gets the page, a script that asks for data gets the 404.
    assert_eq!(page(&client, "/some/view").await.assert_status(200).text(), "<main>home</main>");
    for (accept, status) in [
        ("application/json", 404),
        ("*/*", 404),
        ("application/xhtml+xml", 200),
        ("image/png, Application/XHTML+XML;q=0.9", 200),
    ] {
        client.get("/some/view").header("accept", accept).await.assert_status(status);
    }
    client.get("/%2e%2e/secret.txt").header("accept", "application/json").await.assert_status(404);

    fs::write(site.folder().join("404.html"), "gone").unwrap();
    assert_eq!(page(&client, "/some/view").await.assert_status(404).text(), "gone");
    let routed = app(Frontend::new(site.folder()).fallback(Fallback::Index));
    page(&routed, "/some/view").await.assert_status(200);
    let plain = app(Frontend::new(site.folder()).fallback(Fallback::None));
    assert_eq!(page(&plain, "/some/view").await.assert_status(404).text(), r#"{"detail":"Not Found"}"#);
}

#[fastrs::test]
async fn of_two_front_ends_the_longer_path_is_asked() {
    let site = Site::new("two");
    let app =
        App::new("Test", "1.0.0").frontend("/", site.folder()).frontend("/admin", site.folder().join("docs"));
    let client = TestClient::new(app);
    assert_eq!(client.get("/admin/").await.assert_ok().text(), "<main>docs</main>");
    assert_eq!(client.get("/admin").await.assert_status(307).header("location"), Some("./admin/"));
    client.get("/administrator").await.assert_status(404);
}

/// Links of a page are meant from its last slash.
#[fastrs::test]
async fn a_page_stands_only_at_the_path_of_its_folder() {
    let site = Site::new("slash");
    let html = || StaticFiles::new(site.folder()).html();
    let app = || App::new("Test", "1.0.0");
    let sub = app().docs(Docs::none()).frontend("/", site.folder());
    let layered = Router::new("/").routes(routes![items]);
    let client = TestClient::new(
        app()
            .static_files("/static", html())
            .static_files("/plain", StaticFiles::new(site.folder()))
            .frontend("/a/dash%20board", site.folder())
            .mount("/sub", sub)
            .include(layered),
    );
    for (path, location) in [
        ("/static", "./static/"),
        ("/static?a=1&b=", "./static/?a=1&b="),
        ("/static/docs?a=1", "./docs/?a=1"),
        ("/a/dash%20board?q", "./dash%20board/?q"),
        ("/a/dash%20board/docs?", "./docs/?"),
        ("/sub", "./sub/"),
        ("/sub/docs", "./docs/"),
    ] {
        let moved = client.get(path).await.assert_status(307);
        assert_eq!(moved.header("location"), Some(location), "{path}");
        assert_eq!(client.head(path).await.assert_status(307).header("location"), Some(location), "{path}");
    }
    for path in ["/static/", "/static/?a=1", "/a/dash%20board/", "/sub/"] {
        assert_eq!(client.get(path).await.assert_ok().text(), "<main>home</main>", "{path}");
    }
    for path in ["/plain", "/plain/", "/plain/docs"] {
        client.get(path).await.assert_status(404);
    }
    let rooted = TestClient::new(app().root_path("/api/v1").frontend("/", site.folder()));
    assert_eq!(rooted.get("/api/v1?x").await.assert_status(307).header("location"), Some("./v1/?x"));
    for path in ["/", "/api/v1/"] {
        assert_eq!(rooted.get(path).await.assert_ok().text(), "<main>home</main>", "{path}");
    }
}

#[post("/login")]
async fn login() -> &'static str {
    "welcome"
}

/// A route of another method hides no page.
#[fastrs::test]
async fn a_page_and_the_route_behind_its_form_share_a_path() {
    let site = Site::new("login");
    let app = |frontend: Frontend| {
        let app = App::new("Test", "1.0.0").on_status(405, |_| "refused").routes(routes![login]);
        TestClient::new(app.frontend("/", frontend))
    };
    let client = app(Frontend::new(site.folder()));
    assert_eq!(client.post("/login").await.assert_ok().text(), "welcome");
    assert_eq!(page(&client, "/login").await.assert_ok().text(), "<main>home</main>");
    let head = client.head("/login").header("accept", "text/html").await.assert_ok();
    assert_eq!((head.text().as_str(), head.header("content-length")), ("", Some("17")));
    for request in
        [client.get("/login"), client.delete("/login"), client.put("/login").header("accept", "text/html")]
    {
        let answer = request.await.assert_status(405);
        assert_eq!((answer.header("allow"), answer.text().as_str()), (Some("OPTIONS, POST"), "refused"));
    }
    client.options("/login").await.assert_status(204);
    let routed = app(Frontend::new(site.folder()).fallback(Fallback::None));
    page(&routed, "/login").await.assert_status(405);
    fs::write(site.folder().join("login"), "form").unwrap();
    assert_eq!(routed.get("/login").await.assert_ok().text(), "form");
    fs::write(site.folder().join("404.html"), "gone").unwrap();
    fs::remove_file(site.folder().join("login")).unwrap();
    page(&client, "/login").await.assert_status(405);
}

#[get("/named")]
async fn named(name: String, folder: State<PathBuf>) -> Result<File, HttpError> {
    Ok(File::open(folder.join("digits.txt")).await?.attachment(&name))
}

#[fastrs::test]
async fn names_of_attachments_smuggle_nothing() {
    let site = Site::new("names");
    let client = TestClient::new(App::new("Test", "1.0.0").state(site.folder()).routes(routes![named]));
    let table = [
        ("report.pdf", "attachment; filename=\"report.pdf\""),
        ("a%20b", "attachment; filename*=utf-8''a%20b"),
        ("%C3%A9", "attachment; filename*=utf-8''%C3%A9"),
        ("a%22;%0d%0ax:y", "attachment; filename*=utf-8''a%22%3B%0D%0Ax%3Ay"),
    ];
    for (name, header) in table {
        let answer = client.get(&format!("/named?name={name}")).await.assert_ok();
        assert_eq!(answer.header("content-disposition"), Some(header), "{name}");
    }
    let statuses: Vec<&String> =
        client.openapi()["paths"]["/named"]["get"]["responses"].as_object().unwrap().keys().collect();
    assert_eq!(statuses, ["200", "206", "304", "400", "412", "416", "422", "default"]);
    // What only the name of a file tells is not known before.
    let content = &client.openapi()["paths"]["/named"]["get"]["responses"]["200"]["content"];
    assert_eq!(*content, serde_json::json!({ "*/*": { "schema": {} } }));
}

#[get("/folder")]
async fn no_file(folder: State<PathBuf>) -> Result<File, HttpError> {
    Ok(File::open(folder.as_path()).await?)
}

#[fastrs::test]
async fn what_is_no_file_is_a_500_that_says_nothing() {
    let site = Site::new("nofile");
    let client = TestClient::new(App::new("Test", "1.0.0").state(site.folder()).routes(routes![no_file]));
    let answer = client.get("/folder").await.assert_status(500);
    assert!(!answer.text().contains("site"), "{}", answer.text());
}
