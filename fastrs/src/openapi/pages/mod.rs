//! The documentation pages: Swagger UI for trying requests and a reference
//! page for reading.
//!
//! Everything here is plain data and string building. Both pages work without
//! internet access and without inline scripts, so they run under the strict
//! policies in [`SWAGGER_CSP`] and [`REFERENCE_CSP`]: settings travel from the
//! server to the scripts as escaped `data-*` attributes.

#![allow(dead_code, reason = "without its feature nothing makes Swagger UI")]

mod asset;
mod escape;
mod policy;
mod redoc;
mod reference;
#[cfg(feature = "docs-ui")]
mod swagger;

pub use asset::Asset;
pub use policy::Policy;
pub use redoc::{REDOC_CSP, redoc_page};
pub use reference::{REFERENCE_CSP, reference_assets, reference_page};
#[cfg(feature = "docs-ui")]
pub use swagger::{SWAGGER_CSP, oauth2_redirect_page, swagger_assets, swagger_page};

/// What a documentation page needs to know about the application.
///
/// The values may hold any text: they are escaped when the page is built.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// Title of the API, shown in the browser tab.
    pub title: &'a str,
    /// Where the browser finds the OpenAPI document.
    pub openapi_url: &'a str,
    /// Folder the assets are served from, without a slash at the end.
    pub assets_url: &'a str,
    /// Where an OAuth2 provider sends the browser back to after a login.
    pub oauth2_redirect_url: &'a str,
    /// The picture in the browser tab.
    pub favicon: &'a str,
    /// A script in place of the page's own.
    pub script: Option<&'a str>,
    /// A style sheet in place of the page's own.
    pub style: Option<&'a str>,
    /// Settings for the script, a JSON object.
    pub parameters: &'a str,
    /// Settings for logging in, a JSON object or nothing.
    pub init_oauth: &'a str,
}

/// A page of an application without a name.
impl Default for Page<'_> {
    fn default() -> Self {
        Self {
            title: "",
            openapi_url: "/openapi.json",
            assets_url: "",
            oauth2_redirect_url: "",
            favicon: NO_FAVICON,
            script: None,
            style: None,
            parameters: "{}",
            init_oauth: "",
        }
    }
}

/// No picture at all, so that the browser does not look for one.
pub const NO_FAVICON: &str = "data:,";
