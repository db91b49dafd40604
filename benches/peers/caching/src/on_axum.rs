//! As a user of axum writes it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use fastrs_benches::serve;
use http_body_util::BodyExt as _;
use moka::future::Cache;
use serde::Serialize;
use tower_governor::GovernorLayer;
use tower_governor::governor::GovernorConfigBuilder;

#[derive(Serialize)]
struct Greeting {
    message: String,
    number: u32,
}

async fn text() -> &'static str {
    "Hello, World!"
}

async fn json() -> Json<Greeting> {
    Json(Greeting { message: "Hello, World!".to_owned(), number: 42 })
}

#[derive(Clone)]
struct Kept {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

type Answers = Cache<String, Arc<Kept>>;

/// Keeps answers by their address.
async fn keep(State(answers): State<Answers>, request: Request, next: Next) -> Response {
    let key = request.uri().to_string();
    let made = answers.get_with(key, async {
        let (head, body) = next.run(request).await.into_parts();
        let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
        Arc::new(Kept { status: head.status, headers: head.headers, body })
    });
    let kept = made.await;
    (kept.status, kept.headers.clone(), Body::from(kept.body.clone())).into_response()
}

fn run(app: Router, address: SocketAddr) {
    let served = serve::run(address, async |listener| {
        let service = app.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).with_graceful_shutdown(serve::input_ended()).await.expect("it is served");
    });
    served.expect("the address is free");
}

fn routes() -> Router {
    Router::new().route("/text", get(text)).route("/json", get(json))
}

pub fn plain(address: SocketAddr) {
    run(routes(), address);
}

pub fn cached(address: SocketAddr) {
    let answers: Answers = Cache::builder().max_capacity(100_000).time_to_live(Duration::from_secs(3600)).build();
    run(routes().layer(from_fn_with_state(answers, keep)), address);
}

pub fn limited(address: SocketAddr) {
    let limit = GovernorConfigBuilder::default().per_millisecond(1).burst_size(1_000_000).use_headers().finish();
    run(routes().layer(GovernorLayer::new(Arc::new(limit.expect("a limit")))), address);
}
