use fastrs::testing::TestClient;
use fastrs_book::stream_data::*;

#[fastrs::test]
async fn the_story_comes_in_lines() {
    let client = TestClient::new(tutorial001::app());
    let story = client.get("/story/stream").await.assert_ok();
    assert!(story.text().starts_with("Rick: ") && story.header("content-type").is_none());
    for way in ["no-async", "no-annotation", "bytes", "no-async-no-annotation-bytes"] {
        assert_eq!(client.get(&format!("/story/stream-{way}")).await.text(), story.text(), "{way}");
    }
}
