//! An app that is mounted in an axum router: a new part of an older server, with its document.

use std::sync::Mutex;

use axum::routing::get as axum_get;
use bytes::Bytes;
use fastrs::http::Request;
use fastrs::prelude::*;
use http_body_util::Full;
use serde_json::{Value, json};

use crate::wire::{VERSIONS, get, listener, send};

#[model]
struct Item {
    #[field(min_length = 1)]
    name: String,
}

#[post("/items", status = 201)]
async fn create(item: Item, items: State<Mutex<Vec<String>>>) -> Item {
    items.lock().unwrap().push(item.name.clone());
    item
}

#[get("/items")]
async fn list(items: State<Mutex<Vec<String>>>) -> Json<Vec<String>> {
    Json(items.lock().unwrap().clone())
}

#[get("/lines")]
async fn lines() -> JsonLines<impl Stream<Item = Item>> {
    JsonLines(tokio_stream::iter(["a", "b"].map(|name| Item { name: name.into() })))
}

#[get("/panic")]
async fn panics() {
    panic!("on purpose");
}

#[fastrs::test]
async fn an_app_is_mounted_in_a_router_of_axum() {
    let service = App::new("Items", "1.0.0")
        .root_path("/api")
        .state_from(|| async { Ok::<_, std::io::Error>(Mutex::new(vec!["made at start".to_owned()])) })
        .routes(routes![create, list, lines, panics])
        .build()
        .unwrap();
    service.start().await.unwrap();
    let router = axum::Router::new()
        .route("/", axum_get(|| async { "axum" }))
        .nest_service("/api", service.clone())
        .fallback_service(service.clone());
    let (listener, address) = listener().await;
    tokio::spawn(async { axum::serve(listener, router).await });
    for version in VERSIONS {
        assert_eq!(get(version, address, "/").await.text(), "axum");
        let post = |body: &'static str| {
            let request = Request::post("/api/items").header("content-type", "application/json");
            request.body(Full::from(Bytes::from_static(body.as_bytes()))).unwrap()
        };
        assert_eq!(send(version, address, post(r#"{"name": "lamp"}"#)).await.status, 201);
        let refused = send(version, address, post(r#"{"name": ""}"#)).await;
        let errors: Value = serde_json::from_slice(&refused.body).unwrap();
        assert_eq!((refused.status, &errors["detail"][0]["loc"]), (422, &json!(["body", "name"])));
        assert_eq!(get(version, address, "/api/lines").await.text(), "{\"name\":\"a\"}\n{\"name\":\"b\"}\n");
        assert_eq!(get(version, address, "/api/panic").await.text(), r#"{"detail":"Internal Server Error"}"#);
        let document: Value =
            serde_json::from_slice(&get(version, address, "/api/openapi.json").await.body).unwrap();
        assert_eq!(document["servers"], json!([{ "url": "/api" }]));
        // Behind everything of axum's, too, where it sees the whole path.
        assert_eq!(get(version, address, "/none").await.text(), r#"{"detail":"Not Found"}"#);
        assert!(get(version, address, "/docs").await.text().contains("/api/openapi.json"));
    }
    let items: Value = serde_json::from_slice(&get(VERSIONS[0], address, "/api/items").await.body).unwrap();
    assert_eq!(items, json!(["made at start", "lamp", "lamp"]));
    service.stop().await.unwrap();
}
