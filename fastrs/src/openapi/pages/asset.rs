//! Static files that belong to the documentation pages.

/// A file a documentation page loads.
///
/// It holds all a server needs to answer a request for the file, including a
/// conditional one.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// File name below the assets folder, such as `swagger-ui.css`.
    pub path: &'static str,
    /// Value for the `Content-Type` header.
    pub content_type: &'static str,
    /// The body to send.
    pub bytes: &'static [u8],
    /// Whether `bytes` is compressed and needs `Content-Encoding: gzip`.
    pub gzip: bool,
    /// Strong `ETag` value, quotes included. It changes with the content.
    pub etag: &'static str,
}

/// Content type of the scripts.
pub(super) const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
/// Content type of the style sheets.
pub(super) const CSS: &str = "text/css; charset=utf-8";

/// Describes a file that lies next to the calling source file.
macro_rules! own_asset {
    ($path:literal, $file:literal, $content_type:expr) => {{
        const BYTES: &[u8] = include_bytes!($file);
        const ETAG: [u8; 18] = $crate::openapi::pages::asset::etag(BYTES);
        $crate::openapi::pages::asset::Asset {
            path: $path,
            content_type: $content_type,
            bytes: BYTES,
            gzip: false,
            etag: match str::from_utf8(&ETAG) {
                Ok(etag) => etag,
                Err(_) => panic!("an etag is plain ASCII"),
            },
        }
    }};
}
pub(super) use own_asset;

/// Builds an entity tag from the content while compiling: a 64-bit FNV-1a hash
/// as quoted hexadecimal digits.
pub(super) const fn etag(bytes: &[u8]) -> [u8; 18] {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    let mut tag = [b'"'; 18];
    let mut digit = 0;
    while digit < 16 {
        let nibble = (hash >> (60 - 4 * digit)) & 0xf;
        tag[digit + 1] = b"0123456789abcdef"[nibble as usize];
        digit += 1;
    }
    tag
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Asset, etag};

    /// Checks what must hold for every table of assets.
    pub(crate) fn check_table(assets: &[Asset]) {
        assert!(!assets.is_empty());
        for (index, asset) in assets.iter().enumerate() {
            assert!(asset.bytes.len() > 20, "{} is empty", asset.path);
            assert_eq!(asset.gzip, asset.bytes.starts_with(&[0x1f, 0x8b, 8]), "{}", asset.path);
            assert!(asset.etag.len() > 4, "{} has no etag", asset.path);
            assert!(asset.etag.starts_with('"') && asset.etag.ends_with('"'), "{}", asset.path);
            assert!(asset.content_type.contains("charset=utf-8"), "{}", asset.path);
            for other in &assets[index + 1..] {
                assert_ne!(asset.path, other.path);
                assert_ne!(asset.etag, other.etag);
            }
        }
    }

    #[test]
    fn etag_matches_the_published_hash_values() {
        assert_eq!(&etag(b""), b"\"cbf29ce484222325\"");
        assert_eq!(&etag(b"a"), b"\"af63dc4c8601ec8c\"");
    }
}
