use fastrs::testing::TestClient;
use fastrs_book::middleware::*;

#[fastrs::test]
async fn every_answer_tells_its_time() {
    let client = TestClient::new(tutorial001::app());
    for path in ["/openapi.json", "/nowhere"] {
        let seconds: f64 = client.get(path).await.header("x-process-time").unwrap().parse().unwrap();
        assert!(seconds >= 0.0);
    }
}
