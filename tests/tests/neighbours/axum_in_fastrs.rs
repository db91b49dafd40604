//! An axum router that is mounted in an app: what moves over to fastrs can do so route by route.

use axum::extract::{Path, State as AxumState};
use axum::routing::{get as axum_get, post as axum_post};
use bytes::Bytes;
use fastrs::http::Request;
use fastrs::prelude::*;
use http_body_util::Full;

use crate::wire::{VERSIONS, get, send, serve};

#[get("/items/{id}")]
async fn item(id: u64) -> String {
    format!("fastrs {id}")
}

fn older() -> axum::Router {
    axum::Router::new()
        .route("/items/{id}", axum_get(|Path(id): Path<u64>| async move { format!("axum {id}") }))
        .route(
            "/echo",
            axum_post(|AxumState(name): AxumState<&'static str>, body: Bytes| async move {
                format!("{name}: {}", body.len())
            }),
        )
        .with_state("axum")
}

#[fastrs::test]
async fn a_router_of_axum_is_mounted_or_the_fallback() {
    let mounted = App::new("Shop", "1.0.0").routes(routes![item]).mount("/old", older());
    let behind =
        App::new("Shop", "1.0.0").include(Router::new("/new").routes(routes![item])).fallback(older());
    let (mounted, behind) = (serve(mounted).await, serve(behind).await);
    for version in VERSIONS {
        assert_eq!(get(version, mounted, "/items/7").await.text(), "fastrs 7");
        assert_eq!(get(version, mounted, "/old/items/7").await.text(), "axum 7");
        let body = Full::from(vec![b'x'; 100_000]);
        let echo = send(version, mounted, Request::post("/old/echo").body(body).unwrap()).await;
        assert_eq!(echo.text(), "axum: 100000");
        // What neither has is axum's to answer below its prefix, and fastrs's above.
        assert_eq!(
            (get(version, mounted, "/old/none").await.status, get(version, mounted, "/none").await.status),
            (404, 404)
        );
        assert!(get(version, mounted, "/old/none").await.body.is_empty());
        assert_eq!(get(version, mounted, "/none").await.text(), r#"{"detail":"Not Found"}"#);
        let refused = get(version, mounted, "/old/items/x").await;
        assert_eq!(refused.status, 400);

        assert_eq!(get(version, behind, "/new/items/7").await.text(), "fastrs 7");
        assert_eq!(get(version, behind, "/items/7").await.text(), "axum 7");
        assert_eq!(get(version, behind, "/new/items/x").await.status, 422);
    }
}
