//! Seven layers of tower-http around one app, at work together.

use std::io::{Read as _, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use fastrs::http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use fastrs::http::{Request as HttpRequest, StatusCode};
use fastrs::middleware::{CompressionLayer, CorsLayer, RequestDecompressionLayer, TraceLayer};
use fastrs::prelude::*;
use http_body_util::Full;
use tower_http::sensitive_headers::SetSensitiveRequestHeadersLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::wire::{VERSIONS, get, send, serve};

#[post("/length")]
async fn length(text: Bytes) -> Json<usize> {
    Json(text.len())
}

#[get("/long")]
async fn long() -> String {
    "lamp ".repeat(1000)
}

#[get("/slow")]
async fn slow() -> &'static str {
    tokio::time::sleep(Duration::from_secs(60)).await;
    "late"
}

fn gzipped(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[fastrs::test]
async fn layers_of_tower_http_work_together() {
    let log: Arc<Mutex<Vec<String>>> = Arc::default();
    let (begun, ended) = (log.clone(), log.clone());
    let trace = TraceLayer::new_for_http()
        .on_request(move |request: &Request, _: &_| {
            let secret = request.headers().get(AUTHORIZATION);
            begun.lock().unwrap().push(format!("{} {:?}", request.uri().path(), secret));
        })
        .on_response(move |response: &fastrs::http::Response<_>, _: Duration, _: &_| {
            let response: &Response = response;
            ended.lock().unwrap().push(response.status().as_u16().to_string());
        });
    let app = App::new("Shop", "1.0.0")
        .routes(routes![length, long, slow])
        .body_limit(1_000_000)
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::from_millis(200)))
        .layer(RequestDecompressionLayer::new())
        .layer(CompressionLayer::new())
        .layer(CorsLayer::permissive())
        .layer(SetResponseHeaderLayer::overriding(
            HeaderName::from_static("x-shop"),
            HeaderValue::from_static("open"),
        ))
        .layer(trace)
        .layer(SetSensitiveRequestHeadersLayer::new([AUTHORIZATION]));
    let address = serve(app).await;
    for version in VERSIONS {
        let request =
            HttpRequest::get("/long").header("accept-encoding", "gzip").header("authorization", "secret");
        let request = request.header("origin", "https://x.example").body(Full::default()).unwrap();
        let answer = send(version, address, request).await;
        assert_eq!(answer.header("content-encoding"), Some("gzip"));
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert_eq!(answer.header("x-shop"), Some("open"));
        let mut text = String::new();
        flate2::read::GzDecoder::new(&answer.body[..]).read_to_string(&mut text).unwrap();
        assert_eq!(text.len(), 5000);

        let packed = |length: usize| {
            let request = HttpRequest::post("/length").header("content-encoding", "gzip");
            request.body(Full::from(gzipped(&vec![b'x'; length]))).unwrap()
        };
        assert_eq!(send(version, address, packed(500_000)).await.text(), "500000");
        // Small as it comes, too large as it is: told in the app's one form for errors.
        let refused = send(version, address, packed(1_500_000)).await;
        assert_eq!(
            (refused.status, refused.text()),
            (413, r#"{"detail":"Content Too Large: the limit is 1000000 bytes"}"#)
        );

        let late = get(version, address, "/slow").await;
        assert_eq!((late.status, late.text()), (504, r#"{"detail":"Gateway Timeout"}"#));
        let told = std::mem::take(&mut *log.lock().unwrap());
        let expected = [
            "/long Some(Sensitive)",
            "200",
            "/length None",
            "200",
            "/length None",
            "413",
            "/slow None",
            "504",
        ];
        assert_eq!(told, expected);
    }
}
