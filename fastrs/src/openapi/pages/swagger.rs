//! The Swagger UI page, served from files built into the library.

use super::{
    Page,
    asset::{Asset, CSS, JAVASCRIPT, own_asset},
    escape::Escaped,
};

/// `Content-Security-Policy` for the Swagger UI page and its OAuth2 redirect
/// page.
///
/// Requests and logins reach the page's own origin only. Images may come from
/// `data:` (icons in the style sheet) and `blob:` (an image in an answer).
pub const SWAGGER_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    connect-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// Describes a file the build script took from the Swagger UI release.
macro_rules! vendored_asset {
    ($path:literal, $file:literal, $content_type:expr) => {
        Asset {
            path: $path,
            content_type: $content_type,
            bytes: include_bytes!(concat!(env!("OUT_DIR"), "/swagger-ui/", $file, ".gz")),
            gzip: true,
            etag: include_str!(concat!(env!("OUT_DIR"), "/swagger-ui/", $file, ".etag")),
        }
    };
}

/// Content type of the licence texts that go with Swagger UI.
const TEXT: &str = "text/plain; charset=utf-8";

static ASSETS: [Asset; 7] = [
    own_asset!("swagger-init.js", "swagger/swagger-init.js", JAVASCRIPT),
    own_asset!("swagger-page.css", "swagger/swagger-page.css", CSS),
    vendored_asset!("swagger-ui-bundle.js", "swagger-ui-bundle.js", JAVASCRIPT),
    vendored_asset!("swagger-ui.css", "swagger-ui.css", CSS),
    vendored_asset!("oauth2-redirect.js", "oauth2-redirect.js", JAVASCRIPT),
    vendored_asset!("swagger-ui-license.txt", "LICENSE", TEXT),
    vendored_asset!("swagger-ui-notice.txt", "NOTICE", TEXT),
];

/// The files [`swagger_page`] and [`oauth2_redirect_page`] load from
/// [`Page::assets_url`], and the licence of Swagger UI.
#[must_use]
pub fn swagger_assets() -> &'static [Asset] {
    &ASSETS
}

/// Builds the HTML of the Swagger UI page.
#[must_use]
pub fn swagger_page(page: &Page<'_>) -> String {
    let own = |file: &str| format!("{}/{file}", page.assets_url);
    let script = page.script.map_or_else(|| own("swagger-ui-bundle.js"), str::to_owned);
    let style = page.style.map_or_else(|| own("swagger-ui.css"), str::to_owned);
    format!(
        include_str!("swagger/swagger.html"),
        title = Escaped(page.title),
        favicon = Escaped(page.favicon),
        script = Escaped(&script),
        style = Escaped(&style),
        assets_url = Escaped(page.assets_url),
        openapi_url = Escaped(page.openapi_url),
        oauth2_redirect_url = Escaped(page.oauth2_redirect_url),
        parameters = Escaped(page.parameters),
        init_oauth = Escaped(page.init_oauth),
    )
}

/// Builds the page an OAuth2 provider returns to.
///
/// Its script hands the provider's answer to the Swagger UI window that opened
/// it, then closes. Serve it at [`Page::oauth2_redirect_url`].
#[must_use]
pub fn oauth2_redirect_page(page: &Page<'_>) -> String {
    format!(include_str!("swagger/oauth2-redirect.html"), assets_url = Escaped(page.assets_url),)
}

#[cfg(test)]
mod tests {
    use super::{oauth2_redirect_page, swagger_assets, swagger_page};
    use crate::openapi::pages::{Page, asset::tests::check_table};

    fn page<'a>() -> Page<'a> {
        Page { title: "Todo", assets_url: "/a", ..Page::default() }
    }

    #[test]
    fn assets_are_complete() {
        check_table(swagger_assets());
        assert_eq!(swagger_assets().iter().filter(|asset| asset.gzip).count(), 5);
    }

    #[test]
    fn pages_load_only_listed_assets() {
        for html in [swagger_page(&page()), oauth2_redirect_page(&page())] {
            for used in html.split("\"/a/").skip(1) {
                let name = used.split('"').next().unwrap_or_default();
                assert!(swagger_assets().iter().any(|asset| asset.path == name), "{name}");
            }
        }
        assert!(swagger_page(&page()).contains("<title>Todo - Swagger UI</title>"));
    }

    #[test]
    fn hostile_values_stay_text() {
        let hostile = "'\"><script>alert(1)</script>{title}";
        let page = Page {
            title: hostile,
            openapi_url: hostile,
            assets_url: hostile,
            oauth2_redirect_url: hostile,
            favicon: hostile,
            script: Some(hostile),
            style: Some(hostile),
            parameters: hostile,
            init_oauth: hostile,
        };
        for html in [swagger_page(&page), oauth2_redirect_page(&page)] {
            assert!(!html.contains("<script>alert"));
            assert!(html.contains("&#39;&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{title}"));
        }
    }
}
