use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::cookie_param_models::*;

use crate::exchange::{answer, faults, get};

#[fastrs::test]
async fn every_field_is_a_cookie() {
    for app in [tutorial001::app, tutorial002::app] {
        let client = TestClient::new(app());
        let sent = client.get("/items/").cookie("session_id", "1").cookie("googall_tracker", "2");
        let expected = json!({ "session_id": "1", "fatebook_tracker": null, "googall_tracker": "2" });
        assert_eq!(answer(sent).await, (200, expected));
        assert_eq!(faults(&get(app(), "/items/").await), ["missing cookie.session_id"]);
    }
}

#[fastrs::test]
async fn a_model_can_refuse_other_cookies() {
    let more = |client: TestClient| async move {
        answer(client.get("/items/").cookie("session_id", "1").cookie("extra", "track-me")).await
    };
    assert_eq!(more(TestClient::new(tutorial001::app())).await.0, 200);
    assert_eq!(faults(&more(TestClient::new(tutorial002::app())).await), ["extra_forbidden cookie.extra"]);
}
