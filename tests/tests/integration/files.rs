//! Forms with files: what is taken, what is refused, and what is left behind, which is nothing.

use fastrs::prelude::*;
use fastrs::testing::{MultipartBody, TestClient};
use fastrs::{Multipart, MultipartLimits};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use crate::support::{answers, entry, missing, refuses, send};

#[post("/one")]
async fn one(#[file] file: UploadFile, #[form] note: Option<String>) -> Result<Json<Value>, HttpError> {
    let content = file.read().await?;
    Ok(Json(json!({
        "name": file.file_name(),
        "type": file.content_type(),
        "size": file.size(),
        "content": String::from_utf8_lossy(&content),
        "note": note,
        "memory": file.is_in_memory(),
    })))
}

#[post("/optional")]
async fn optional(#[file] file: Option<UploadFile>, #[file] data: Option<Bytes>) -> Json<Value> {
    Json(json!([file.map(|file| file.file_name().to_owned()), data.map(|data| data.len())]))
}

#[post("/many")]
async fn many(
    #[file(min_items = 2, max_items = 3)] files: Vec<UploadFile>,
    #[file] more: Option<Vec<Bytes>>,
) -> Json<Value> {
    let names: Vec<_> = files.iter().map(UploadFile::file_name).collect();
    Json(json!([names, more.map(|more| more.iter().map(Bytes::len).collect::<Vec<_>>())]))
}

#[post("/data")]
async fn data(#[file] data: Bytes) -> Json<Value> {
    Json(json!(data.len()))
}

fn is_png(file: &UploadFile) -> Result<(), &'static str> {
    if file.content_type() == Some("image/png") { Ok(()) } else { Err("must be a PNG") }
}

#[post("/photo")]
async fn photo(#[file(max_size = "1 kB", validate = is_png)] photo: UploadFile) -> Json<Value> {
    Json(json!(photo.size()))
}

#[post("/texts")]
async fn texts(#[form] a: String, #[form(default)] tags: Vec<String>) -> Json<Value> {
    Json(json!([a, tags]))
}

#[model(deny_unknown_fields)]
struct Feedback {
    text: String,
    #[field(default = 5)]
    stars: u8,
}

#[post("/model")]
async fn model(#[form] feedback: Feedback) -> Feedback {
    feedback
}

#[post("/raw", body_limit = "4 MB")]
async fn raw(mut multipart: Multipart) -> Result<Json<Value>, HttpError> {
    let mut parts = Vec::new();
    while let Some(mut part) = multipart.next_part().await? {
        let head = json!([part.name(), part.file_name(), part.content_type()]);
        // Every other part is left unread.
        let size = if parts.len() % 2 == 0 { part.bytes(3_000_000).await?.len() } else { 0 };
        parts.push(json!([head, size]));
    }
    Ok(Json(json!(parts)))
}

#[post("/large", body_limit = "64 MB")]
async fn large(#[file] file: UploadFile) -> Result<Json<Value>, HttpError> {
    let mut reader = file.reader();
    let mut start = [0; 4];
    reader.read_exact(&mut start).await?;
    let middle = reader.seek(std::io::SeekFrom::End(-4)).await?;
    let mut end = String::new();
    reader.read_to_string(&mut end).await?;
    reader.rewind();
    let (mut size, mut pieces) = (0, 0);
    while let Some(chunk) = reader.chunk().await? {
        (size, pieces) = (size + chunk.len(), pieces + 1);
    }
    let start = String::from_utf8_lossy(&start).into_owned();
    Ok(Json(json!([start, middle, end, size, pieces > 1, file.is_in_memory(), file.size()])))
}

pub fn app() -> App {
    App::new("Files", "1").routes(routes![one, optional, many, data, photo, texts, model, raw, large])
}

pub async fn post(client: &TestClient, path: &str, body: MultipartBody) -> (u16, Value) {
    send(client.post(path).multipart(body)).await
}

pub fn form() -> MultipartBody {
    MultipartBody::new()
}

#[fastrs::test]
async fn files_and_texts_arrive() {
    let client = TestClient::new(app());
    let png = |name: &str, size: usize| form().file_of_type(name, "a.png", "image/png", vec![0; size]);
    let one = |name: &str, note: Value| json!({ "name": name, "type": "application/octet-stream", "size": 2, "content": "hi", "note": note, "memory": true });
    for (case, path, body, expected) in [
        ("a file and a text", "/one", form().file("file", "a", "hi").text("note", "x"), one("a", json!("x"))),
        ("the last of three counts", "/one", form().file("file", "a", "1").file("file", "b", "2").file("file", "c", "hi"), one("c", json!(null))),
        ("a name is given as it was sent", "/one", form().file("file", "../../é\"\\.txt", "hi").text("note", ""), one("../../é\"\\.txt", json!(null))),
        ("no name", "/one", form().file("file", "", "hi"), one("", json!(null))),
        ("bytes of a name that are no UTF-8", "/one", form().part("Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\nContent-Type: application/octet-stream", "hi"), one("a", json!(null))),
        ("nothing", "/optional", form(), json!([null, null])),
        ("an empty text", "/optional", form().text("file", "").text("data", ""), json!([null, null])),
        ("others", "/optional", form().file("other", "a", "a").text("another", "b"), json!([null, null])),
        ("both", "/optional", form().file("file", "a", "").file("data", "b", "123"), json!(["a", 3])),
        ("a list", "/many", form().file("files", "a", "").file("more", "x", "1").file("files", "b", ""), json!([["a", "b"], [1]])),
        ("bytes of a text", "/data", form().text("data", "1234"), json!(4)),
        ("bytes of a large file", "/data", form().file("data", "a", vec![0; 1_500_000]), json!(1_500_000)),
        ("a checked file", "/photo", png("photo", 1000), json!(1000)),
        ("texts alone", "/texts", form().text("a", "é").text("tags", "1").text("tags", ""), json!(["é", ["1", ""]])),
        ("a model", "/model", form().text("text", "x").text("stars", "3"), json!({ "text": "x", "stars": 3 })),
    ] {
        answers(case, &post(&client, path, body).await, &expected);
    }
    let urlencoded = send(client.post("/data").form([("data", "abc")])).await;
    answers("bytes of a urlencoded form", &urlencoded, &json!(3));
}

#[fastrs::test]
async fn what_is_wrong_is_told_field_by_field() {
    let client = TestClient::new(app());
    let no_file = |loc: Value, input: &str| {
        let msg = "Value error, Expected a file, received a text";
        entry("value_error", loc, msg, json!(input), Some(json!({ "error": {} })))
    };
    let no_text = |loc: Value| {
        entry("string_type", loc, "Input should be a valid string", json!({ "filename": "f.txt" }), None)
    };
    let count = |kind: &str, msg: &str, ctx: Value| {
        entry(kind, json!(["body", "files"]), msg, json!(null), Some(ctx))
    };
    for (case, path, body, expected) in [
        ("nothing", "/one", form(), vec![missing(json!(["body", "file"]))]),
        ("a text for a file", "/one", form().text("file", "x"), vec![no_file(json!(["body", "file"]), "x")]),
        (
            "the last is a text",
            "/one",
            form().file("file", "a", "").text("file", "x"),
            vec![no_file(json!(["body", "file"]), "x")],
        ),
        ("an empty text for a file", "/one", form().text("file", ""), vec![missing(json!(["body", "file"]))]),
        ("no files", "/many", form(), vec![missing(json!(["body", "files"]))]),
        (
            "a text among files",
            "/many",
            form().file("files", "a", "").text("files", "x"),
            vec![no_file(json!(["body", "files", 1]), "x")],
        ),
        (
            "too few",
            "/many",
            form().file("files", "a", ""),
            vec![count(
                "too_short",
                "List should have at least 2 items after validation, not 1",
                json!({ "field_type": "List", "min_length": 2, "actual_length": 1 }),
            )],
        ),
        (
            "too many",
            "/many",
            (0..4).fold(form(), |form, _| form.file("files", "a", "")),
            vec![count(
                "too_long",
                "List should have at most 3 items after validation, not 4",
                json!({ "field_type": "List", "max_length": 3, "actual_length": 4 }),
            )],
        ),
        (
            "a file for a text",
            "/texts",
            form().file("a", "f.txt", "secret"),
            vec![no_text(json!(["body", "a"]))],
        ),
        (
            "a file among texts",
            "/texts",
            form().text("a", "x").text("tags", "x").file("tags", "f.txt", "secret"),
            vec![no_text(json!(["body", "tags", 1]))],
        ),
        (
            "a file for a field of a model",
            "/model",
            form().file("text", "f.txt", "secret"),
            vec![no_text(json!(["body", "text"]))],
        ),
        (
            "a file that a model does not know",
            "/model",
            form().text("text", "x").file("more", "f.txt", ""),
            vec![entry(
                "extra_forbidden",
                json!(["body", "more"]),
                "Extra inputs are not permitted",
                json!({ "filename": "f.txt" }),
                None,
            )],
        ),
        (
            "a text that is no UTF-8",
            "/texts",
            form().part("Content-Disposition: form-data; name=\"a\"", b"\xff"),
            vec![entry(
                "string_unicode",
                json!(["body", "a"]),
                "Input should be a valid string, unable to parse raw data as a unicode string",
                json!(null),
                None,
            )],
        ),
        (
            "a validator",
            "/photo",
            form().file("photo", "a.gif", ""),
            vec![entry(
                "value_error",
                json!(["body", "photo"]),
                "Value error, must be a PNG",
                json!(null),
                Some(json!({ "error": {} })),
            )],
        ),
    ] {
        refuses(case, &post(&client, path, body).await, &expected);
    }
    let urlencoded = send(client.post("/one").form([("note", "x")])).await;
    refuses("a urlencoded form", &urlencoded, &[missing(json!(["body", "file"]))]);
    let empty = send(client.post("/one")).await;
    refuses("no body", &empty, &[missing(json!(["body", "file"]))]);
}

fn named(head: &str) -> String {
    format!("--B\r\n{head}\r\n\r\nx\r\n--B--\r\n")
}

/// Its boundary has seventy characters.
const LONGEST: &str =
    "multipart/form-data; boundary=BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";
/// One more.
const TOO_LONG: &str =
    "multipart/form-data; boundary=BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";

#[fastrs::test]
async fn a_broken_or_too_large_body_has_one_clear_answer() {
    let client = TestClient::new(app());
    let field =
        |index: usize| format!("--B\r\nContent-Disposition: form-data; name=\"k{index}\"\r\n\r\nv\r\n");
    let file = |index: usize| {
        format!("--B\r\nContent-Disposition: form-data; name=\"k{index}\"; filename=\"f\"\r\n\r\nv\r\n")
    };
    let all =
        |part: &dyn Fn(usize) -> String, count: usize| (0..count).map(part).collect::<String>() + "--B--\r\n";
    let good = named("Content-Disposition: form-data; name=\"a\"");
    let broken = "There was an error parsing the body";
    let b = "multipart/form-data; boundary=B";
    let long = "x".repeat(20_000);
    let text = format!(
        "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{}\r\n--B--\r\n",
        "x".repeat((1 << 20) + 1)
    );
    for (case, media, body, status, detail) in [
        ("no boundary", "multipart/form-data", good.clone(), 400, "Missing boundary in multipart."),
        (
            "an empty boundary",
            "multipart/form-data; boundary=\"\"",
            good.clone(),
            400,
            "Missing boundary in multipart.",
        ),
        ("a boundary that is too long", TOO_LONG, good.clone(), 400, "Missing boundary in multipart."),
        ("another boundary", "multipart/form-data; boundary=C", good.clone(), 400, broken),
        ("garbage", b, "garbage".into(), 400, broken),
        ("an early end", b, good[..good.len() - 7].into(), 400, broken),
        ("an end in a head", b, "--B\r\nContent-Dispo".into(), 400, broken),
        (
            "no name",
            b,
            named("Content-Disposition: form-data"),
            400,
            "The Content-Disposition header field \"name\" must be provided.",
        ),
        (
            "no disposition",
            b,
            named("X-A: b"),
            400,
            "The Content-Disposition header field \"name\" must be provided.",
        ),
        ("a head that is none", b, named("\u{1}\u{2}"), 400, broken),
        (
            "a large head",
            b,
            named(&format!("Content-Disposition: form-data; name=\"a\"\r\nX-A: {long}")),
            400,
            "The headers of a part are too large",
        ),
        ("too many fields", b, all(&field, 1001), 400, "Too many fields. Maximum number of fields is 1000."),
        ("too many files", b, all(&file, 1001), 400, "Too many files. Maximum number of files is 1000."),
        ("a large text", b, text, 400, "Part exceeded maximum size of 1024KB."),
        (
            "a large body",
            b,
            "x".repeat(2 * 1024 * 1024 + 1),
            413,
            "Content Too Large: the limit is 2097152 bytes",
        ),
        (
            "another type",
            "application/json",
            "{}".into(),
            415,
            "Unsupported Media Type: expected application/x-www-form-urlencoded or multipart/form-data",
        ),
    ] {
        let answer = send(client.post("/texts").body(media, body)).await;
        assert_eq!(answer, (status, json!({ "detail": detail })), "{case}");
    }
    let photo = form().file_of_type("photo", "a.png", "image/png", vec![0; 1001]);
    let detail = "Content Too Large: the limit of `photo` is 1000 bytes";
    assert_eq!(post(&client, "/photo", photo).await, (413, json!({ "detail": detail })));
    let body = good.replace("--B", &format!("--{}", "B".repeat(70)));
    answers(
        "the longest boundary",
        &send(client.post("/texts").body(LONGEST, body)).await,
        &json!(["x", []]),
    );
    answers(
        "as many as may be",
        &send(client.post("/optional").body(b, all(&field, 1000))).await,
        &json!([null, null]),
    );
}

#[fastrs::test]
async fn the_apps_own_limits_hold() {
    let limits =
        MultipartLimits::default().with_max_fields(1).with_max_files(1).with_max_text(1024).with_memory(10);
    let client = TestClient::new(app().multipart_limits(limits));
    let too_many =
        |what: &str| (400, json!({ "detail": format!("Too many {what}. Maximum number of {what} is 1.") }));
    assert_eq!(post(&client, "/texts", form().text("a", "1").text("b", "2")).await, too_many("fields"));
    assert_eq!(
        post(&client, "/optional", form().file("a", "", "").file("b", "", "")).await,
        too_many("files")
    );
    let (status, answer) = post(&client, "/one", form().file("file", "a", "x".repeat(10_000))).await;
    assert_eq!((status, &answer["memory"], &answer["size"]), (200, &json!(false), &json!(10_000)));
    assert_eq!(answer["content"].as_str().unwrap().len(), 10_000);
}

#[fastrs::test]
async fn a_large_file_is_on_the_disk_and_reads_like_a_small_one() {
    let client = TestClient::new(app());
    let mut content = vec![b'-'; 5_000_000];
    content[..4].copy_from_slice(b"head");
    content.extend_from_slice(b"tail");
    let expected = json!(["head", 5_000_000, "tail", 5_000_004, true, false, 5_000_004]);
    answers("on the disk", &post(&client, "/large", form().file("file", "a", &content)).await, &expected);
    let expected = json!(["head", 4, "tail", 8, false, true, 8]);
    answers("in memory", &post(&client, "/large", form().file("file", "a", "headtail")).await, &expected);
}

#[fastrs::test]
async fn a_file_is_saved_whole_or_not_at_all() {
    let folder = std::env::temp_dir().join(format!("fastrs-files-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = UploadFile::new("../a.txt", "content").with_content_type("text/plain");
    assert_eq!((file.safe_file_name(), file.content_type()), (Some("a.txt"), Some("text/plain")));
    let path = folder.join(file.safe_file_name().unwrap());
    std::fs::write(&path, "something longer").unwrap();
    file.save_as(&path).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "content");
    assert!(file.save_as(folder.join("missing/a.txt")).await.is_err());
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "nothing else is left");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_safe_file_name_is_safe_on_every_system_and_shows_what_it_is() {
    let long = "x".repeat(255);
    let too_long = "é".repeat(128);
    for name in [
        "",
        ".",
        "..",
        "a/",
        ".htaccess",
        "a:b",
        "a\0b",
        "a\nb",
        "a?",
        "a|b",
        "<a>",
        "a*",
        "\"a\"",
        "a.",
        "a..",
        "a. ",
        "a .",
        &too_long,
    ] {
        assert_eq!(UploadFile::new(name, "").safe_file_name(), None, "{name:?}");
    }
    // They turn the text around, or are not seen: `annexe\u{202e}gpj.exe` is shown as `annexeexe.jpg`.
    for format in [
        '\u{ad}',
        '\u{61c}',
        '\u{200b}',
        '\u{200d}',
        '\u{200e}',
        '\u{200f}',
        '\u{202a}',
        '\u{202e}',
        '\u{2060}',
        '\u{2064}',
        '\u{2066}',
        '\u{2069}',
        '\u{206f}',
        '\u{feff}',
        '\u{fff9}',
        '\u{e0041}',
    ] {
        for name in [format!("annexe{format}gpj.exe"), format!("{format}a"), format!("a{format}")] {
            assert_eq!(UploadFile::new(name.clone(), "").safe_file_name(), None, "{name:?}");
        }
    }
    for device in
        ["CON", "con", "Prn", "AUX", "nul", "COM1", "com9", "LPT1", "lpt9", "COM¹", "conin$", "CONOUT$"]
    {
        for name in
            [device.to_owned(), format!("{device}.txt"), format!("{device}.tar.gz"), format!("{device} .txt")]
        {
            assert_eq!(UploadFile::new(name.clone(), "").safe_file_name(), None, "{name:?}");
        }
    }
    for name in
        ["a", "a b.c", "console.txt", "COM0", "COM10.txt", "LPT", "a.con", "é.txt", "文.txt", "nul_", &long]
    {
        assert_eq!(UploadFile::new(name, "").safe_file_name(), Some(name), "{name:?}");
    }
    assert_eq!(
        UploadFile::new(" a.txt ", "").safe_file_name(),
        Some("a.txt"),
        "space at the ends is left out"
    );
}

#[fastrs::test]
async fn a_raw_body_comes_part_by_part() {
    let client = TestClient::new(app());
    let body = form()
        .text("a", "1")
        .file("b", "b.txt", "22")
        .file_of_type("c", "", "text/plain", "333")
        .text("d", "4");
    let expected = json!([
        [["a", null, null], 1],
        [["b", "b.txt", "application/octet-stream"], 0],
        [["c", "", "text/plain"], 3],
        [["d", null, null], 0],
    ]);
    answers("parts", &post(&client, "/raw", body).await, &expected);
    let large = (413, json!({ "detail": "Content Too Large: the limit of `a` is 3000000 bytes" }));
    assert_eq!(post(&client, "/raw", form().file("a", "", vec![0; 3_000_001])).await, large);
    assert_eq!(send(client.post("/raw").form([("a", "b")])).await.0, 415);
}

#[fastrs::test]
async fn typed_requests_carry_files() {
    let client = TestClient::new(app());
    let file = UploadFile::new("a.txt", "hi").with_content_type("text/plain");
    let answer = client.call(one::request().file(file.clone()).note("n")).await.assert_ok().value();
    assert_eq!(
        (&answer["name"], &answer["type"], &answer["note"]),
        (&json!("a.txt"), &json!("text/plain"), &json!("n"))
    );
    let answer =
        client.call(many::request().files(vec![file.clone(), file.clone()])).await.assert_ok().value();
    assert_eq!(answer, json!([["a.txt", "a.txt"], null]));
    client.call(data::request().data(Bytes::from("abc"))).await.assert_ok();
    // The handler is a plain function still.
    assert!(one(file, None).await.is_ok());
}

#[fastrs::test]
async fn the_document_tells_of_files() {
    let document = TestClient::new(app()).openapi().clone();
    let binary = json!({ "type": "string", "contentMediaType": "application/octet-stream" });
    let content = |path: &str| document["paths"][path]["post"]["requestBody"]["content"].clone();
    let one = &document["components"]["schemas"]["Body_one_one_post"];
    assert_eq!(
        content("/one"),
        json!({ "multipart/form-data": { "schema": { "$ref": "#/components/schemas/Body_one_one_post" } } })
    );
    assert_eq!(
        one["properties"]["file"],
        json!({ "type": "string", "contentMediaType": "application/octet-stream", "title": "File" })
    );
    assert_eq!(one["required"], json!(["file"]));
    let many = &document["components"]["schemas"]["Body_many_many_post"]["properties"];
    assert_eq!(
        many["files"],
        json!({ "type": "array", "items": binary, "minItems": 2, "maxItems": 3, "title": "Files" })
    );
    assert_eq!(many["more"]["anyOf"][0], json!({ "type": "array", "items": binary }));
    assert_eq!(
        document["components"]["schemas"]["Body_photo_photo_post"]["properties"]["photo"]["maxLength"],
        1000
    );
    assert_eq!(content("/raw"), json!({ "multipart/form-data": { "schema": { "type": "object" } } }));
    for (path, statuses) in [
        ("/one", vec!["200", "400", "413", "415", "422", "default"]),
        ("/raw", vec!["200", "400", "413", "415", "default"]),
    ] {
        let responses = document["paths"][path]["post"]["responses"].as_object().unwrap();
        assert_eq!(responses.keys().collect::<Vec<_>>(), statuses, "{path}");
    }
}

/// A handler that takes the body twice does not start.
#[test]
fn a_raw_multipart_body_is_taken_alone() {
    #[post("/")]
    async fn twice(multipart: Multipart, #[form] note: String) {
        let _ = (multipart, note);
    }
    let faults = App::new("T", "1").routes(routes![twice]).build().unwrap_err();
    assert!(faults.to_string().contains("takes its body in two ways"), "{faults}");
}
