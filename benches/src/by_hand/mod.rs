//! The workloads on hyper, by hand: nothing is done that these five routes do not need.

mod answer;
mod fault;
mod item;
mod read;

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::serve;
use answer::{Response, text};

/// Serves the workloads until standard input ends.
///
/// # Errors
/// If the address cannot be listened on.
pub fn serve(address: SocketAddr) -> io::Result<()> {
    serve::run(address, async |listener| {
        tokio::select! {
            () = accept(listener) => {}
            () = serve::input_ended() => {}
        }
    })
}

async fn accept(listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        tokio::spawn(async move {
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(route));
            // An error here is the client's.
            let _ = connection.await;
        });
    }
}

async fn route(request: hyper::Request<Incoming>) -> Result<Response, Infallible> {
    let method = request.method().as_str();
    Ok(match (method, request.uri().path()) {
        ("GET", "/text") => text(200, "Hello, World!"),
        ("GET", "/json") => read::greeting(),
        ("GET", "/items") => item::list(),
        ("POST", "/items") => item::create(request).await,
        ("GET", path) if path.starts_with("/items/") => read::item(&request),
        (_, path) => crowd(method, path).unwrap_or_else(|| text(404, "Not Found")),
    })
}

/// The 500 other routes.
fn crowd(method: &str, path: &str) -> Option<Response> {
    let (resource, id) = path.strip_prefix("/resource")?.split_once('/')?;
    if resource.parse::<u8>().is_ok_and(|resource| resource >= 100) {
        return None;
    }
    Some(match (method, id) {
        ("GET", "") => text(200, "list"),
        ("POST", "") => text(201, "create"),
        ("GET", id) => text(200, format!("read {id}")),
        ("PUT", id) => text(200, format!("replace {id}")),
        ("DELETE", id) => text(200, format!("remove {id}")),
        _ => return None,
    })
}
