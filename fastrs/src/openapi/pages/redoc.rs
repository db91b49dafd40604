//! The ReDoc page, whose script the application names.

use super::{Page, escape::Escaped};

/// `Content-Security-Policy` for the ReDoc page, to which the origin of its script is added.
///
/// ReDoc writes style sheets into the page and searches in a worker of its own making.
pub const REDOC_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    connect-src 'self'; img-src 'self' data:; font-src 'self' data:; worker-src blob:; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

/// Builds the HTML of the ReDoc page with its `script`.
#[must_use]
pub fn redoc_page(page: &Page<'_>, script: &str) -> String {
    format!(
        include_str!("redoc/redoc.html"),
        title = Escaped(page.title),
        favicon = Escaped(page.favicon),
        openapi_url = Escaped(page.openapi_url),
        script = Escaped(script),
    )
}
