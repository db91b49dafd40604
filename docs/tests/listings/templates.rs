use fastrs::testing::TestClient;
use fastrs_book::templates::*;

#[fastrs::test]
async fn a_page_from_a_template() {
    let client = TestClient::new(tutorial001::app());
    let page = client.get("/items/%3Cb%3E").await.assert_ok().text();
    assert!(page.contains("Item ID: &lt;b&gt;</a>"), "{page}");
    assert!(page.contains("/items/%3Cb%3E\">"), "{page}");
    client.get("/static/styles.css").await.assert_ok();
}
