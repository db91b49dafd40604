//! The reference page: the OpenAPI document rendered for reading.

use super::{
    Page,
    asset::{Asset, CSS, JAVASCRIPT, own_asset},
    escape::Escaped,
};

/// `Content-Security-Policy` for the reference page.
///
/// The page runs its own scripts and style sheet, reads the OpenAPI document
/// from its own origin, and nothing else.
pub const REFERENCE_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

static ASSETS: [Asset; 7] = [
    own_asset!("reference.css", "reference/reference.css", CSS),
    own_asset!("reference.js", "reference/reference.js", JAVASCRIPT),
    own_asset!("reference-dom.js", "reference/reference-dom.js", JAVASCRIPT),
    own_asset!("reference-markdown.js", "reference/reference-markdown.js", JAVASCRIPT),
    own_asset!("reference-schema.js", "reference/reference-schema.js", JAVASCRIPT),
    own_asset!("reference-operation.js", "reference/reference-operation.js", JAVASCRIPT),
    own_asset!("reference-sidebar.js", "reference/reference-sidebar.js", JAVASCRIPT),
];

/// The files [`reference_page`] loads from [`Page::assets_url`].
#[must_use]
pub fn reference_assets() -> &'static [Asset] {
    &ASSETS
}

/// Builds the HTML of the reference page.
#[must_use]
pub fn reference_page(page: &Page<'_>) -> String {
    format!(
        include_str!("reference/reference.html"),
        title = Escaped(page.title),
        favicon = Escaped(page.favicon),
        assets_url = Escaped(page.assets_url),
        openapi_url = Escaped(page.openapi_url),
    )
}

#[cfg(test)]
mod tests {
    use super::{reference_assets, reference_page};
    use crate::openapi::pages::{Page, asset::tests::check_table};

    #[test]
    fn assets_are_complete() {
        check_table(reference_assets());
    }

    #[test]
    fn page_loads_only_listed_assets() {
        let html = reference_page(&Page { title: "Todo", assets_url: "/a", ..Page::default() });
        assert!(html.contains("<title>Todo - ReDoc</title>"));
        for used in html.split("\"/a/").skip(1) {
            let name = used.split('"').next().unwrap_or_default();
            assert!(reference_assets().iter().any(|asset| asset.path == name), "{name}");
        }
    }

    #[test]
    fn hostile_values_stay_text() {
        let hostile = "\"><script>alert(1)</script>";
        let html = reference_page(&Page {
            title: hostile,
            openapi_url: hostile,
            assets_url: hostile,
            favicon: hostile,
            ..Page::default()
        });
        assert!(!html.contains("<script>alert"));
        assert!(html.contains("data-openapi-url=\"&quot;&gt;&lt;script&gt;alert(1)"));
    }
}
