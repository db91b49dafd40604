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

#[fastrs::test]
async fn parameters_of_many_types_are_read() {
    let client = TestClient::new(params::app());
    for (target, v) in [
        ("/q/int?v=1_000", json!(1000)),
        ("/q/bool?v=On", json!(true)),
        ("/q/date?v=1709164800", json!("2024-02-29")),
        ("/q/timedelta?v=1%20day,%202:00:00", json!("P1DT2H")),
        ("/q/decimal?v=1.10", json!("1.10")),
        ("/q/intenum?v=1", json!(1)),
        ("/q/int-or-bool?v=true", json!(true)),
        ("/q/tuple?v=1&v=2", json!([1, "2"])),
        ("/q/json?v=[1]", json!([1])),
        ("/q/email?v=Name%20%3Ca@B.CO%3E", json!("a@b.co")),
    ] {
        assert_eq!(client.get(target).await.assert_ok().value(), json!({ "v": v }), "{target}");
    }
}

#[fastrs::test]
async fn bodies_of_many_types_are_read() {
    let client = TestClient::new(body::app());
    let sent = json!({ "firstName": "a", "count": 2 });
    let answer = client.post("/aliased").json(&sent).await.assert_ok().value();
    assert_eq!(answer, json!({ "firstName": "a", "total": 2 }));
    let refused = client.post("/bounds").json(&json!({ "x": 1.25 })).await.assert_status(422).value();
    assert_eq!(refused["detail"][0]["type"], "decimal_max_places");
    assert_eq!(
        client.patch("/patch/1").json(&json!({ "n": 2 })).await.assert_ok().value(),
        json!({ "n": 2 })
    );
}

#[fastrs::test]
async fn errors_of_every_kind() {
    let client = TestClient::new(errors::app());
    assert_eq!(client.get("/own").await.assert_status(499).value(), json!({ "own": "mine" }));
    assert_eq!(client.get("/yield").await.assert_status(404).value(), json!({ "detail": "seen gone" }));
    assert_eq!(client.get("/exc/dict").await.assert_status(418).value(), json!({ "detail": { "code": 7 } }));
    client.get("/crash").await.assert_status(500);
}
