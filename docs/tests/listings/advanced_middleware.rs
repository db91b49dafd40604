use fastrs::prelude::*;
use fastrs::testing::TestClient;
use fastrs_book::advanced_middleware::*;

#[fastrs::test]
async fn http_becomes_https() {
    let client = TestClient::new(tutorial001::app());
    let away = client.get("/").header("host", "testserver").await.assert_status(307);
    assert_eq!(away.header("location"), Some("https://testserver/"));
    client.get("/").header("host", "testserver").header("x-forwarded-proto", "https").await.assert_ok();
    client.get("/").header("host", "evil").await.assert_status(400);
}

#[fastrs::test]
async fn only_known_hosts() {
    let client = TestClient::new(tutorial002::app());
    for (host, status) in [("example.com", 200), ("sub.example.com", 200), ("example.org", 400)] {
        client.get("/").header("host", host).await.assert_status(status);
    }
}

#[get("/large")]
async fn large() -> String {
    "content ".repeat(1000)
}

#[fastrs::test]
async fn small_answers_are_not_worth_compressing() {
    let client = TestClient::new(tutorial003::app().routes(routes![large]));
    let small = client.get("/").header("accept-encoding", "gzip").await.assert_ok();
    assert_eq!((small.text().as_str(), small.header("content-encoding")), ("\"somebigcontent\"", None));
    let large = client.get("/large").header("accept-encoding", "gzip").await.assert_ok();
    assert_eq!(large.header("content-encoding"), Some("gzip"));
}
