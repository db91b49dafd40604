//! The document's address and its pages.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderValue};
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use crate::body::Body;
use crate::openapi::pages::{self, Asset, Page, Policy};
use crate::request::Request;
use crate::response::{Response, none_match};

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
    title: Option<String>,
    favicon: Option<String>,
    swagger_script: Option<String>,
    swagger_style: Option<String>,
    redoc_script: Option<String>,
    parameters: Map<String, Value>,
    init_oauth: Option<Value>,
}

impl Default for Docs {
    fn default() -> Self {
        Self {
            openapi: Some("/openapi.json".into()),
            swagger_ui: Some("/docs".into()),
            reference: Some("/redoc".into()),
            ..Self::none()
        }
    }
}

impl Docs {
    /// No document and no pages.
    pub fn none() -> Self {
        Self {
            openapi: None,
            swagger_ui: None,
            reference: None,
            title: None,
            favicon: None,
            swagger_script: None,
            swagger_style: None,
            redoc_script: None,
            parameters: Map::new(),
            init_oauth: None,
        }
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

    /// Sets the title of the pages; else it is that of the app.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Sets the address of the picture that browsers show beside the title.
    #[must_use]
    pub fn favicon(mut self, url: impl Into<String>) -> Self {
        self.favicon = Some(url.into());
        self
    }

    /// Sets [parameters of Swagger UI](https://swagger.io/docs/open-source-tools/swagger-ui/usage/configuration/),
    /// an object. A second call adds to the first.
    ///
    /// ```
    /// use fastrs::prelude::*;
    /// use fastrs::serde_json::json;
    ///
    /// let docs = Docs::default().swagger_parameters(json!({ "deepLinking": false, "filter": true }));
    /// # App::new("Shop", "1.0.0").docs(docs).build().unwrap();
    /// ```
    #[must_use]
    pub fn swagger_parameters(mut self, parameters: Value) -> Self {
        if let Value::Object(parameters) = parameters {
            self.parameters.extend(parameters);
        }
        self
    }

    /// Sets what Swagger UI fills into its form for logging in by
    /// [OAuth2](https://swagger.io/docs/open-source-tools/swagger-ui/usage/oauth2/), an object: `clientId`, `scopes`.
    /// A secret does not belong there: everybody who sees the page sees it.
    #[must_use]
    pub fn swagger_oauth2(mut self, options: Value) -> Self {
        self.init_oauth = Some(options);
        self
    }

    /// Loads the script and the style sheet of Swagger UI from these addresses, rather than from inside the program.
    /// The page's Content-Security-Policy then allows their hosts, and no others.
    ///
    /// ```
    /// use fastrs::prelude::*;
    ///
    /// let cdn = "https://cdn.example.com/swagger-ui-dist@5";
    /// let docs = Docs::default()
    ///     .swagger_assets(format!("{cdn}/swagger-ui-bundle.js"), format!("{cdn}/swagger-ui.css"));
    /// # App::new("Shop", "1.0.0").docs(docs).build().unwrap();
    /// ```
    #[must_use]
    pub fn swagger_assets(mut self, script: impl Into<String>, style: impl Into<String>) -> Self {
        self.swagger_script = Some(script.into());
        self.swagger_style = Some(style.into());
        self
    }

    /// Shows ReDoc, loaded from this address, rather than the page of fastrs's own.
    #[must_use]
    pub fn redoc(mut self, script: impl Into<String>) -> Self {
        self.redoc_script = Some(script.into());
        self
    }

    /// The first page there is.
    pub(super) fn address(&self) -> Option<String> {
        self.openapi.as_ref()?;
        self.swagger_ui.clone().or_else(|| self.reference.clone())
    }

    /// Every file with its path. The pages name each other by their addresses below the root path, where the browser
    /// sees them.
    pub(super) fn files(&self, title: &str, root: &str, document: &Value) -> Files {
        let Some(openapi) = &self.openapi else { return Vec::new() };
        let bytes = Bytes::from(document.to_string());
        let mut files = vec![(openapi.clone(), Arc::new(File::new("application/json", bytes, None)))];
        let (openapi, parameters) =
            (format!("{root}{openapi}"), Value::from(self.parameters.clone()).to_string());
        let init_oauth = self.init_oauth.as_ref().map(Value::to_string).unwrap_or_default();
        let page = Page {
            title: self.title.as_deref().unwrap_or(title),
            openapi_url: &openapi,
            favicon: self.favicon.as_deref().unwrap_or(pages::NO_FAVICON),
            parameters: &parameters,
            init_oauth: &init_oauth,
            ..Page::default()
        };
        if let Some(path) = &self.swagger_ui {
            self.add_swagger_ui(path, root, page, &mut files);
        }
        match (&self.reference, &self.redoc_script) {
            (None, _) => {}
            (Some(path), Some(script)) => self.add_redoc(path, script, &page, &mut files),
            (Some(path), None) => self.add_reference(path, root, page, &mut files),
        }
        files
    }

    fn policy(&self, own: &str) -> Policy {
        Policy::new(own).allowing("img-src", self.favicon.as_deref())
    }

    fn add_redoc(&self, path: &str, script: &str, page: &Page<'_>, files: &mut Files) {
        let policy = self.policy(pages::REDOC_CSP).allowing("script-src", Some(script));
        add_page(path, pages::redoc_page(page, script), &policy, files);
    }

    fn add_reference(&self, path: &str, root: &str, page: Page<'_>, files: &mut Files) {
        let assets = format!("{path}/assets");
        let page = Page { assets_url: &format!("{root}{assets}"), ..page };
        add_page(path, pages::reference_page(&page), &self.policy(pages::REFERENCE_CSP), files);
        add_assets(&assets, pages::reference_assets(), files);
    }

    #[cfg(feature = "docs-ui")]
    fn add_swagger_ui(&self, path: &str, root: &str, page: Page<'_>, files: &mut Files) {
        let (assets, redirect) = (format!("{path}/assets"), format!("{path}/oauth2-redirect"));
        let (script, style) = (self.swagger_script.as_deref(), self.swagger_style.as_deref());
        let page = Page {
            assets_url: &format!("{root}{assets}"),
            oauth2_redirect_url: &format!("{root}{redirect}"),
            script,
            style,
            ..page
        };
        let policy =
            self.policy(pages::SWAGGER_CSP).allowing("script-src", script).allowing("style-src", style);
        add_page(path, pages::swagger_page(&page), &policy, files);
        add_page(&redirect, pages::oauth2_redirect_page(&page), &Policy::new(pages::SWAGGER_CSP), files);
        add_assets(&assets, pages::swagger_assets(), files);
    }

    #[cfg(not(feature = "docs-ui"))]
    fn add_swagger_ui(&self, _: &str, _: &str, _: Page<'_>, _: &mut Files) {}
}

/// Files with their paths.
pub(super) type Files = Vec<(String, Arc<File>)>;

fn add_page(path: &str, html: String, policy: &Policy, files: &mut Files) {
    let policy = HeaderValue::try_from(policy.to_string()).ok();
    let file = File::new("text/html; charset=utf-8", html.into(), policy);
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
    fn new(media: &'static str, bytes: Bytes, policy: Option<HeaderValue>) -> Self {
        let etag = HeaderValue::try_from(format!("\"{:016x}-{:x}\"", fnv(&bytes), bytes.len()));
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
        headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
        if let Some(policy) = policy {
            headers.insert(CONTENT_SECURITY_POLICY, policy);
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
        let fresh = none_match(request.headers(), &self.etag);
        let mut response = Response::new(if fresh { Body::empty() } else { Body::from(self.bytes.clone()) });
        *response.headers_mut() = self.headers.clone();
        response.headers_mut().insert(ETAG, self.etag.clone());
        if fresh {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        response
    }
}

/// FNV-1a: an ETag must tell two versions of a document apart, not withstand an attack.
fn fnv(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}
