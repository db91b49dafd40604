use fastrs::serde_json::json;
use fastrs::testing::{MultipartBody, TestClient};
use fastrs_book::wire::*;

use crate::exchange::{answer, faults};

#[fastrs::test]
async fn forms_take_texts_and_files() {
    let client = TestClient::new(forms::app());
    let typed =
        answer(client.post("/typed").form([("n", "1"), ("on", "on"), ("tags", "a"), ("opt", "")])).await;
    assert_eq!(typed, (200, json!({ "n": 1, "on": true, "tags": ["a"], "opt": null, "dflt": "d" })));
    let body = MultipartBody::new().file("f", "a.txt", "x").text("token", "t");
    let both = answer(client.post("/both").multipart(body)).await;
    assert_eq!(both, (200, json!({ "filename": "a.txt", "token": "t", "n": 1 })));
    let text = answer(client.post("/file").multipart(MultipartBody::new().text("f", "x"))).await;
    assert_eq!(faults(&text), ["value_error body.f"]);
}

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
