//! A front-end: the files of a folder, and a page for the paths that the front-end's own router knows.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use http::StatusCode;
use http::header::ACCEPT;
use http::request::Parts;

use super::folder::{Folder, Found, relative};
use super::{Answer, answer_found, blocking, is_read, not_found, other_method, serve};
use crate::response::{IntoResponse, Response};

/// What is served where no file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fallback {
    /// `404.html` if the folder has it, else `index.html`.
    #[default]
    AsFound,
    /// `index.html` with 200, for a front-end that routes by itself. Only to clients that ask for a page.
    Index,
    /// `404.html` with 404.
    NotFound,
    /// Nothing but the 404.
    None,
}

/// The built files of a front-end, for [`App::frontend`](crate::App::frontend).
#[derive(Debug, Clone)]
pub struct Frontend {
    folder: Arc<Folder>,
    fallback: Fallback,
    checked: bool,
}

impl Frontend {
    /// The front-end in `folder`.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: Arc::new(Folder::new(folder.into())), fallback: Fallback::default(), checked: true }
    }

    /// Sets what is served where no file is.
    #[must_use]
    pub fn fallback(mut self, fallback: Fallback) -> Self {
        self.fallback = fallback;
        self
    }

    /// Lets the app start without the folder, for the time before the front-end is built.
    #[must_use]
    pub fn unchecked(mut self) -> Self {
        self.checked = false;
        self
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn is_checked(&self) -> bool {
        self.checked
    }

    /// The answer to a request whose path, in `head`, has lost the prefix.
    pub(crate) fn answer(&self, head: Parts) -> Answer {
        Box::pin(self.clone().find(head))
    }

    async fn find(self, head: Parts) -> Response {
        let folder = self.folder.clone();
        let found = match relative(head.uri.path()) {
            Some(path) => blocking(move || folder.find(&path, true)).await,
            None => Ok(Found::Nothing),
        };
        match found {
            Ok(Found::Nothing) if is_read(&head.method) => self.fall_back(&head).await,
            Ok(Found::Nothing) => not_found(),
            Ok(_) if !is_read(&head.method) => other_method(),
            found => answer_found(found, &head),
        }
    }

    async fn fall_back(self, head: &Parts) -> Response {
        if matches!(self.fallback, Fallback::AsFound | Fallback::NotFound)
            && let Ok(Some(page)) = self.page("404.html").await
        {
            return page.into_response(StatusCode::NOT_FOUND);
        }
        if matches!(self.fallback, Fallback::AsFound | Fallback::Index)
            && wants_page(head)
            && let Ok(Some(page)) = self.page("index.html").await
        {
            return serve(page, head);
        }
        not_found()
    }

    async fn page(&self, name: &'static str) -> std::io::Result<Option<crate::response::File>> {
        let folder = self.folder.clone();
        blocking(move || folder.page(name)).await
    }
}

impl<P: Into<PathBuf>> From<P> for Frontend {
    fn from(folder: P) -> Self {
        Self::new(folder)
    }
}

/// Whether a person went there: a script that asks for data must not get a page in its place.
fn wants_page(head: &Parts) -> bool {
    let accepts = head.headers.get_all(ACCEPT).iter().filter_map(|accept| accept.to_str().ok());
    accepts.flat_map(|accept| accept.split(',')).any(|range| {
        let media = range.split(';').next().unwrap_or_default().trim();
        ["text/html", "application/xhtml+xml"].iter().any(|page| media.eq_ignore_ascii_case(page))
    })
}
