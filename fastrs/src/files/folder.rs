//! A folder, out of which nothing leads.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;

use crate::response::File;

#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    follow_links: bool,
}

/// What stands at a path.
#[derive(Debug)]
pub(super) enum Found {
    File(File),
    /// A folder with a page of its own, asked for without the slash at its end.
    Folder,
    Nothing,
}

/// A path inside of a folder.
#[derive(Debug, Clone)]
pub(super) struct Relative {
    path: PathBuf,
    /// Whether it ends with a slash, and so means a folder.
    is_folder: bool,
}

/// The path of a request as one inside of a folder; none if it could mean anything else.
pub(super) fn relative(path: &str) -> Option<Relative> {
    let decoded = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    let is_folder = decoded.is_empty() || decoded.ends_with('/');
    let mut path = PathBuf::new();
    for segment in decoded.strip_suffix('/').unwrap_or(&decoded).split('/').filter(|_| !decoded.is_empty()) {
        // A plain name: no `..`, no `C:`, no second separator, on any system.
        let mut components = Path::new(segment).components();
        let plain = matches!(components.next(), Some(Component::Normal(name)) if name == segment);
        if !plain || segment.contains(['\\', '\0']) {
            return None;
        }
        path.push(segment);
    }
    Some(Relative { path, is_folder })
}

impl Folder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, follow_links: false }
    }

    pub(super) fn with_links(&self) -> Self {
        Self { path: self.path.clone(), follow_links: true }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What stands at `wanted`; a folder is its `index.html` where `html` says so, else nothing.
    ///
    /// # Errors
    /// If the file system fails, not if there is nothing.
    pub(super) fn find(&self, wanted: &Relative, html: bool) -> io::Result<Found> {
        let path = self.path.join(&wanted.path);
        let Some(real) = self.inside(&path)? else { return Ok(Found::Nothing) };
        if !real.is_dir() {
            let file = if wanted.is_folder { None } else { open(&real, &path)? };
            return Ok(file.map_or(Found::Nothing, Found::File));
        }
        let index = if html { self.open(&path.join("index.html"))? } else { None };
        Ok(match index {
            Some(_) if !wanted.is_folder => Found::Folder,
            index => index.map_or(Found::Nothing, Found::File),
        })
    }

    /// A page at the top of the folder.
    ///
    /// # Errors
    /// As [`Folder::find`].
    pub(super) fn page(&self, name: &str) -> io::Result<Option<File>> {
        self.open(&self.path.join(name))
    }

    fn open(&self, path: &Path) -> io::Result<Option<File>> {
        match self.inside(path)? {
            Some(real) => open(&real, path),
            None => Ok(None),
        }
    }

    /// Where the path really leads, if that is inside of this folder.
    fn inside(&self, path: &Path) -> io::Result<Option<PathBuf>> {
        let Some(real) = there(fs::canonicalize(path))? else { return Ok(None) };
        if self.follow_links {
            return Ok(Some(real));
        }
        let Some(root) = there(fs::canonicalize(&self.path))? else { return Ok(None) };
        Ok(real.starts_with(root).then_some(real))
    }
}

/// Opens `real`, which the client calls `path`.
fn open(real: &Path, path: &Path) -> io::Result<Option<File>> {
    there(File::open_blocking(real, path))
}

/// Nothing, where the error says that there is nothing to be had.
fn there<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    use io::ErrorKind::{InvalidFilename, InvalidInput, NotADirectory, NotFound, PermissionDenied};
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) => match error.kind() {
            NotFound | NotADirectory | PermissionDenied | InvalidFilename | InvalidInput => Ok(None),
            _ => Err(error),
        },
    }
}
