//! The document's address and its pages.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{
    CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH,
};
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::body::Body;
use crate::openapi::pages::{self, Asset, Page};
use crate::request::Request;
use crate::response::Response;

/// Where the document and its pages are: `/openapi.json`, `/docs` (Swagger UI) and `/redoc` (a page to read)
/// unless changed.
///
/// ```
/// use fastrs::prelude::*;
///
/// let app = App::new("Shop", "1.0.0").docs(Docs::default().swagger_ui("/try").reference(None));
/// let nothing = App::new("Secretive", "1.0.0").docs(Docs::none());
/// # app.build().unwrap();
/// # nothing.build().unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct Docs {
    openapi: Option<String>,
    swagger_ui: Option<String>,
    reference: Option<String>,
}

impl Default for Docs {
    fn default() -> Self {
        Self {
            openapi: Some("/openapi.json".into()),
            swagger_ui: Some("/docs".into()),
            reference: Some("/redoc".into()),
        }
    }
}

impl Docs {
    /// No document and no pages.
    pub fn none() -> Self {
        Self { openapi: None, swagger_ui: None, reference: None }
    }

    /// Sets the path of the document; without it there are no pages either.
    #[must_use]
    pub fn openapi<'p>(mut self, path: impl Into<Option<&'p str>>) -> Self {
        self.openapi = path.into().map(str::to_owned);
        self
    }

    /// Sets the path of Swagger UI.
    #[must_use]
    pub fn swagger_ui<'p>(mut self, path: impl Into<Option<&'p str>>) -> Self {
        self.swagger_ui = path.into().map(str::to_owned);
        self
    }

    /// Sets the path of the page to read.
    #[must_use]
    pub fn reference<'p>(mut self, path: impl Into<Option<&'p str>>) -> Self {
        self.reference = path.into().map(str::to_owned);
        self
    }

    /// The first page there is.
    pub(super) fn address(&self) -> Option<String> {
        self.openapi.as_ref()?;
        self.swagger_ui.clone().or_else(|| self.reference.clone())
    }

    /// Every file with its path.
    ///
    /// The pages name each other as clients see them, under `base`.
    pub(super) fn files(&self, title: &str, base: &str, document: &Value) -> Vec<(String, Arc<File>)> {
        let Some(openapi) = &self.openapi else { return Vec::new() };
        let url = |path: &str| format!("{base}{path}");
        let bytes = Bytes::from(document.to_string());
        let mut files = vec![(openapi.clone(), Arc::new(File::new("application/json", bytes, None)))];
        if let Some(path) = &self.swagger_ui {
            swagger_ui(path, title, &url(openapi), base, &mut files);
        }
        if let Some(path) = &self.reference {
            let assets = format!("{path}/assets");
            let (openapi, asset_url) = (url(openapi), url(&assets));
            let page = page(title, &openapi, &asset_url, "");
            add_page(path, pages::reference_page(&page), pages::REFERENCE_CSP, &mut files);
            add_assets(&assets, pages::reference_assets(), &mut files);
        }
        files
    }
}

type Files = Vec<(String, Arc<File>)>;

fn page<'a>(title: &'a str, openapi: &'a str, assets: &'a str, redirect: &'a str) -> Page<'a> {
    Page { title, openapi_url: openapi, assets_url: assets, oauth2_redirect_url: redirect }
}

#[cfg(feature = "docs-ui")]
fn swagger_ui(path: &str, title: &str, openapi: &str, base: &str, files: &mut Files) {
    let (assets, redirect) = (format!("{path}/assets"), format!("{path}/oauth2-redirect"));
    let (asset_url, redirect_url) = (format!("{base}{assets}"), format!("{base}{redirect}"));
    let page = page(title, openapi, &asset_url, &redirect_url);
    add_page(path, pages::swagger_page(&page), pages::SWAGGER_CSP, files);
    add_page(&redirect, pages::oauth2_redirect_page(&page), pages::SWAGGER_CSP, files);
    add_assets(&assets, pages::swagger_assets(), files);
}

#[cfg(not(feature = "docs-ui"))]
fn swagger_ui(_: &str, _: &str, _: &str, _: &str, _: &mut Files) {}

fn add_page(path: &str, html: String, policy: &'static str, files: &mut Files) {
    let file = File::new("text/html; charset=utf-8", html.into(), Some(policy));
    files.push((path.to_owned(), Arc::new(file)));
}

fn add_assets(folder: &str, assets: &'static [Asset], files: &mut Files) {
    for asset in assets {
        files.push((format!("{folder}/{}", asset.path), Arc::new(File::of_asset(asset))));
    }
}

/// A file that is served as it is.
#[derive(Debug)]
pub(super) struct File {
    bytes: Bytes,
    etag: HeaderValue,
    headers: HeaderMap,
}

impl File {
    fn new(media: &'static str, bytes: Bytes, policy: Option<&'static str>) -> Self {
        let etag = HeaderValue::try_from(format!("\"{:016x}-{:x}\"", fnv(&bytes), bytes.len()));
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
        headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
        if let Some(policy) = policy {
            headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
            headers.insert("referrer-policy", HeaderValue::from_static("no-referrer"));
        }
        Self { bytes, etag: etag.expect("hexadecimal digits"), headers }
    }

    fn of_asset(asset: &'static Asset) -> Self {
        let mut file = Self::new(asset.content_type, Bytes::from_static(asset.bytes), None);
        file.etag = HeaderValue::from_static(asset.etag);
        if asset.gzip {
            file.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        file
    }

    pub(super) fn response(&self, request: &Request) -> Response {
        let fresh =
            request.headers().get_all(IF_NONE_MATCH).iter().any(|value| self.is_among(value.as_bytes()));
        let mut response = Response::new(if fresh { Body::empty() } else { Body::from(self.bytes.clone()) });
        *response.headers_mut() = self.headers.clone();
        response.headers_mut().insert(ETAG, self.etag.clone());
        if fresh {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        response
    }

    /// Weak comparison, as `If-None-Match` asks for (RFC 9110, section 13.1.2).
    fn is_among(&self, list: &[u8]) -> bool {
        list.split(|byte| *byte == b',').map(<[u8]>::trim_ascii).any(|tag| {
            let strong = tag.strip_prefix(b"W/").unwrap_or(tag);
            strong == b"*" || strong == self.etag.as_bytes()
        })
    }
}

/// FNV-1a: an ETag must tell two versions of a document apart, not withstand an attack.
fn fnv(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}
