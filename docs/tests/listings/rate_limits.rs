use fastrs::testing::TestClient;
use fastrs_book::rate_limits::*;

#[fastrs::test]
async fn five_attempts_and_no_more() {
    let client = TestClient::new(tutorial001::app());
    for _ in 0..5 {
        client.post("/login").await.assert_ok();
    }
    let refused = client.post("/login").await.assert_status(429);
    assert_eq!(refused.text(), r#"{"detail":"Too Many Requests"}"#);
    let policy = r#""app-1s";q=10;w=1, "app-1h";q=1000;w=3600, "login";q=5;w=300"#;
    assert_eq!(refused.header("ratelimit-policy"), Some(policy));
    client.get("/").await.assert_ok();
    client.post("/login").sent_from([192, 0, 2, 1]).await.assert_ok();
}

#[fastrs::test]
async fn limits_come_from_settings() {
    let client = TestClient::new(tutorial002::app());
    for _ in 0..2 {
        client.post("/auth/token").await.assert_ok();
        client.post("/auth/register").await.assert_ok();
    }
    client.post("/auth/token").await.assert_ok();
    client.post("/auth/register").await.assert_status(429);
    for _ in 0..10 {
        client.get("/search?limit=100").await.assert_ok();
    }
    client.get("/search").await.assert_status(429);
    let off = tutorial002::Settings { auth_rate: "1 / 1 h".into(), rate_limits: "off".into() };
    let client = TestClient::new(tutorial002::app_with(&off));
    for _ in 0..10 {
        client.post("/auth/token").await.assert_ok();
    }
}
