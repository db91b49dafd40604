use fastrs::App;
use fastrs::testing::{TestClient, TestResponse};
use fastrs_book::frontend::*;

async fn view(app: App, path: &str) -> TestResponse {
    TestClient::new(app).get(path).header("accept", "text/html").await
}

#[fastrs::test]
async fn a_file_is_that_file() {
    for app in [tutorial001::app, tutorial002::app, tutorial003::app, tutorial004::app] {
        assert!(view(app(), "/assets/app.js").await.assert_ok().text().contains("pathname"));
        assert!(view(app(), "/").await.assert_ok().text().contains("Loading"));
    }
    view(tutorial006::app(), "/dashboard/assets/app.js").await.assert_ok();
    view(tutorial006::app(), "/assets/app.js").await.assert_status(404);
}

#[fastrs::test]
async fn what_is_no_file_is_a_page() {
    assert!(view(tutorial001::app(), "/some/view").await.assert_status(404).text().contains("no such page"));
    assert!(view(tutorial002::app(), "/some/view").await.assert_status(200).text().contains("Loading"));
    assert!(view(tutorial003::app(), "/some/view").await.assert_status(404).text().contains("no such page"));
    assert_eq!(
        view(tutorial004::app(), "/some/view").await.assert_status(404).text(),
        r#"{"detail":"Not Found"}"#
    );
    view(tutorial005::app(), "/").await.assert_status(404);
}
