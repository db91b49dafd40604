use fastrs::prelude::*;
use fastrs::testing::{TestClient, TestResponse};
use fastrs_book::cors::*;

const ORIGIN: &str = "https://localhost.tiangolo.com";

#[get("/numbers/{number}")]
async fn numbers(number: u8) -> String {
    assert_ne!(number, 13, "unlucky");
    number.to_string()
}

fn client() -> TestClient {
    TestClient::new(tutorial001::app().routes(routes![numbers]))
}

fn allowed(answer: &TestResponse) -> (Option<&str>, Option<&str>) {
    (answer.header("access-control-allow-origin"), answer.header("access-control-allow-credentials"))
}

#[fastrs::test]
async fn the_browser_may_ask_first() {
    let client = client();
    let preflight = |origin| {
        let request = client.options("/").header("origin", origin);
        let request = request.header("access-control-request-method", "POST");
        request.header("access-control-request-headers", "X-Example")
    };
    let answer = preflight(ORIGIN).await.assert_ok();
    assert_eq!(allowed(&answer), (Some(ORIGIN), Some("true")));
    assert_eq!(answer.header("access-control-allow-methods"), Some("POST"));
    assert_eq!(answer.header("access-control-allow-headers"), Some("X-Example"));
    for origin in
        ["https://evillocalhost.tiangolo.com", "https://localhost.tiangolo.com.evil.example", "null"]
    {
        assert_eq!(preflight(origin).await.header("access-control-allow-origin"), None, "{origin}");
    }
}

#[fastrs::test]
async fn every_answer_says_whom_it_is_for() {
    let client = client();
    // Errors, too: else the browser tells the script nothing but that something went wrong.
    for (path, status) in
        [("/", 200), ("/nowhere", 404), ("/numbers/7", 200), ("/numbers/x", 422), ("/numbers/13", 500)]
    {
        let answer = client.get(path).header("origin", ORIGIN).await.assert_status(status);
        assert_eq!(allowed(&answer), (Some(ORIGIN), Some("true")), "{path}");
        let refused = client.get(path).header("origin", "https://evil.example").await.assert_status(status);
        assert_eq!(allowed(&refused).0, None, "{path}");
        for answer in [&answer, &refused, &client.get(path).await] {
            // Else a cache gives one origin what was said to another.
            assert!(answer.header("vary").is_some_and(|vary| vary.contains("origin")), "{path}");
        }
    }
    assert_eq!(client.get("/").await.text(), r#"{"message":"Hello World"}"#);
}
