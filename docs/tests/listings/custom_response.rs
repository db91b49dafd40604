use fastrs::App;
use fastrs::testing::{TestClient, TestResponse};
use fastrs_book::custom_response::*;

async fn get(app: App, path: &str) -> TestResponse {
    TestClient::new(app).get(path).await
}

#[fastrs::test]
async fn pages_and_text() {
    for app in [tutorial002::app, tutorial004::app] {
        let page = get(app(), "/items/").await.assert_ok();
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(page.text().contains("<h1>Look ma! HTML!</h1>"));
    }
    assert!(get(tutorial010::app(), "/items/").await.text().starts_with("<h1>Items</h1>"));
    assert_eq!(get(tutorial005::app(), "/").await.text(), "Hello World");
}

#[fastrs::test]
async fn redirects_have_their_status_in_the_type() {
    let location = |answer: TestResponse| answer.header("location").map(str::to_owned);
    let typer = get(tutorial006::app(), "/typer").await.assert_status(307);
    assert_eq!(location(typer).as_deref(), Some("https://typer.tiangolo.com"));
    let pydantic = get(tutorial006c::app(), "/pydantic").await.assert_status(302);
    assert_eq!(location(pydantic).as_deref(), Some("https://docs.pydantic.dev/"));
}

#[fastrs::test]
async fn streams_and_files() {
    assert_eq!(get(tutorial007::app(), "/").await.text(), "some fake video bytes".repeat(10));
    for app in [tutorial009::app, tutorial009b::app] {
        let film = get(app(), "/").await.assert_ok();
        assert_eq!(
            (film.header("content-type"), film.text().as_str()),
            (Some("video/mp4"), "Fake video bytes")
        );
        let part = TestClient::new(app()).get("/").header("range", "bytes=0-3").await.assert_status(206);
        assert_eq!(part.text(), "Fake");
    }
    let document = TestClient::new(tutorial009b::app()).openapi().clone();
    assert!(document["paths"]["/"]["get"]["responses"]["200"]["content"]["video/mp4"].is_object());
}

#[fastrs::test]
async fn json_of_ones_own() {
    assert_eq!(get(tutorial009c::app(), "/").await.text(), "{\n  \"message\": \"Hello World\"\n}");
}
