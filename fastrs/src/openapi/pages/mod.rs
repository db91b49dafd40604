//! The documentation pages: Swagger UI for trying requests and a reference
//! page for reading.
//!
//! Everything here is plain data and string building. Both pages work without
//! internet access and without inline scripts, so they run under the strict
//! policies in [`SWAGGER_CSP`] and [`REFERENCE_CSP`]: settings travel from the
//! server to the scripts as escaped `data-*` attributes.

mod asset;
mod escape;
mod reference;
#[cfg(feature = "docs-ui")]
mod swagger;

pub use asset::Asset;
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
    #[allow(dead_code, reason = "only the page behind a feature reads it")]
    pub oauth2_redirect_url: &'a str,
}
