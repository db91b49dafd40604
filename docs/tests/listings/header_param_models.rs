use fastrs::App;
use fastrs::serde_json::json;
use fastrs::testing::{TestClient, TestRequest};
use fastrs_book::header_param_models::*;

use crate::exchange::{answer, faults};

fn request(client: &TestClient) -> TestRequest<'_> {
    client.get("/items/").header("host", "testserver")
}

#[fastrs::test]
async fn every_field_is_a_header() {
    for (app, save_data, x_tag) in [
        (tutorial001::app as fn() -> App, "save-data", "x-tag"),
        (tutorial002::app, "save-data", "x-tag"),
        (tutorial003::app, "save_data", "x_tag"),
    ] {
        let client = TestClient::new(app());
        let sent = request(&client).header(save_data, "true").header(x_tag, "one").header(x_tag, "two");
        let expected = json!({
            "host": "testserver",
            "save_data": true,
            "if_modified_since": null,
            "traceparent": null,
            "x_tag": ["one", "two"],
        });
        assert_eq!(answer(sent).await, (200, expected));
        assert_eq!(faults(&answer(request(&client)).await), ["missing header.save_data"]);
    }
}

#[fastrs::test]
async fn a_model_can_refuse_other_headers() {
    for (app, status) in [(tutorial001::app as fn() -> App, 200), (tutorial002::app, 422)] {
        let client = TestClient::new(app());
        let sent = answer(request(&client).header("save-data", "true").header("tool", "plumbus")).await;
        assert_eq!(sent.0, status);
        if status == 422 {
            assert_eq!(faults(&sent), ["extra_forbidden header.tool"]);
        }
    }
}
