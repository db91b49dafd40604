//! Folders of files: static files under a prefix, and the front-end behind all routes.

mod folder;
mod frontend;

use std::convert::Infallible;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::header::{ALLOW, HeaderValue, LOCATION};
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode};
use tower_service::Service;

use crate::response::{File, InternalError, IntoResponse, Response, detail_response, empty, refine};
use folder::{Folder, Found, relative};
pub use frontend::{Fallback, Frontend};

/// In the extensions of a request whose whole path was the prefix under which something is mounted: the prefix's last
/// segment. What is mounted sees `/`, but a page at that address would have its links lead astray.
#[derive(Debug, Clone)]
pub(crate) struct WithoutSlash(pub(crate) String);

type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

/// The files of a folder, as a service to be hung under a prefix with [`App::static_files`](crate::App::static_files)
/// (or into any other program that takes tower services).
///
/// Only GET and HEAD, with `ETag`, `Last-Modified`, 304 and ranges, as [`File`] has them. Nothing outside of the
/// folder can be had: not by `..` in any spelling, and not by a symbolic link.
///
/// ```no_run
/// use fastrs::prelude::*;
///
/// let app = App::new("Shop", "1.0.0").static_files("/static", StaticFiles::new("static"));
/// ```
#[derive(Debug, Clone)]
pub struct StaticFiles {
    folder: Arc<Folder>,
    html: bool,
}

impl StaticFiles {
    /// The files of `folder`, which is meant from the working directory unless it is absolute.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: Arc::new(Folder::new(folder.into())), html: false }
    }

    /// Serves `index.html` where a folder is asked for, and `404.html` with the 404.
    #[must_use]
    pub fn html(mut self) -> Self {
        self.html = true;
        self
    }

    /// Serves what symbolic links lead to, even if it is outside of the folder.
    #[must_use]
    pub fn follow_symlinks(mut self) -> Self {
        self.folder = Arc::new(self.folder.with_links());
        self
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    async fn answer(self, head: Parts) -> Response {
        if !is_read(&head.method) {
            return other_method();
        }
        let (html, page) = (self.html, self.folder.clone());
        let found = match relative(head.uri.path()) {
            Some(path) => blocking(move || self.folder.find(&path, html)).await,
            None => Ok(Found::Nothing),
        };
        match found {
            Ok(Found::Nothing) if html => match blocking(move || page.page("404.html")).await {
                Ok(Some(file)) => file.into_response(StatusCode::NOT_FOUND),
                _ => not_found(),
            },
            found => answer_found(found, &head),
        }
    }
}

impl<B> Service<http::Request<B>> for StaticFiles {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> Self::Future {
        let (files, head) = (self.clone(), request.into_parts().0);
        Box::pin(async move { Ok(files.answer(head).await) })
    }
}

fn is_read(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

fn answer_found(found: std::io::Result<Found>, head: &Parts) -> Response {
    match found {
        Ok(Found::File(file)) => match head.extensions.get::<WithoutSlash>() {
            Some(WithoutSlash(last)) if head.uri.path() == "/" => to_folder(last, head.uri.query()),
            _ => serve(file, head),
        },
        Ok(Found::Folder) => {
            to_folder(head.uri.path().rsplit('/').next().unwrap_or_default(), head.uri.query())
        }
        Ok(Found::Nothing) => not_found(),
        Err(error) => InternalError::new(error).into_response(),
    }
}

fn serve(file: File, head: &Parts) -> Response {
    refine(file.into_response(StatusCode::OK), &head.method, &head.headers)
}

fn not_found() -> Response {
    detail_response(StatusCode::NOT_FOUND, &"Not Found", HeaderMap::new())
}

fn other_method() -> Response {
    let allow = HeaderMap::from_iter([(ALLOW, HeaderValue::from_static("GET, HEAD"))]);
    detail_response(StatusCode::METHOD_NOT_ALLOWED, &"Method Not Allowed", allow)
}

/// To the same address with a slash at the end of its path, so that relative links of the page lead where they should.
///
/// Said as a relative reference: what stands before the `last` segment is the business of whoever mounted this.
fn to_folder(last: &str, query: Option<&str>) -> Response {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let mut response = empty(StatusCode::TEMPORARY_REDIRECT);
    if let Ok(location) = HeaderValue::try_from(format!("./{last}/{query}")) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

/// Asks the file system where it holds up nobody.
async fn blocking<T: Send + 'static>(
    ask: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> std::io::Result<T> {
    tokio::task::spawn_blocking(ask).await.map_err(std::io::Error::other)?
}
