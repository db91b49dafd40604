use fastrs::testing::TestClient;
use fastrs_book::static_files::*;

#[fastrs::test]
async fn the_files_of_a_folder() {
    let client = TestClient::new(tutorial001::app());
    let file = client.get("/static/sample.txt").await.assert_ok();
    assert_eq!(file.text(), "This is a sample static file.");
    client.get("/static/none.txt").await.assert_status(404);
    client.get("/static/%2e%2e/mod.rs").await.assert_status(404);
}
