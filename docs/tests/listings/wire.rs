use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::wire::*;

#[fastrs::test]
async fn every_scheme_must_be_there_or_may() {
    let client = TestClient::new(security::app());
    let paths = client.openapi()["paths"].as_object().unwrap().clone();
    for path in paths.keys().filter(|path| path.starts_with("/must/")) {
        client.get(path).await.assert_status(401);
        let may = client.get(&path.replace("/must/", "/may/")).await;
        assert_eq!(may.assert_ok().value(), json!({ "c": null }), "{path}");
    }
}
