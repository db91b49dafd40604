//! Prepares the Swagger UI files for the `docs-ui` feature.
//!
//! A build dependency carries the Swagger UI release as a zip archive. Zip and
//! gzip both store plain deflate data, so each file we serve is copied out as
//! it is and given a gzip header and trailer. Nothing is downloaded, nothing is
//! recompressed, and no archive library is needed.

use std::{env, fs, path::Path};

#[cfg(feature = "docs-ui")]
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED as ARCHIVE;
#[cfg(not(feature = "docs-ui"))]
const ARCHIVE: &[u8] = &[];

/// Archive paths (below the release folder) of the files served with `/docs`.
const WANTED: [&str; 5] =
    ["dist/swagger-ui-bundle.js", "dist/swagger-ui.css", "dist/oauth2-redirect.js", "LICENSE", "NOTICE"];

/// Fixed gzip header: deflate, no flags, no time stamp, unknown system.
const GZIP_HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_DOCS_UI").is_none() {
        return;
    }
    let out = Path::new(&env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("swagger-ui");
    fs::create_dir_all(&out).expect("OUT_DIR is writable");
    let entries = read_directory();
    for wanted in WANTED {
        let entry = entries
            .iter()
            .find(|entry| entry.name.split_once('/').is_some_and(|(_, rest)| rest == wanted))
            .unwrap_or_else(|| panic!("the Swagger UI archive has no file {wanted}"));
        let name = wanted.trim_start_matches("dist/");
        let etag = format!("\"{:08x}-{:x}\"", entry.crc, entry.size);
        fs::write(out.join(format!("{name}.gz")), entry.gzip()).expect("OUT_DIR is writable");
        fs::write(out.join(format!("{name}.etag")), etag).expect("OUT_DIR is writable");
    }
}

/// One file as listed in the directory at the end of the archive.
struct Entry {
    name: &'static str,
    method: u32,
    crc: u32,
    packed: usize,
    size: u32,
    offset: usize,
}

impl Entry {
    /// The file as a complete gzip stream.
    fn gzip(&self) -> Vec<u8> {
        assert_eq!(number(self.offset, 4), 0x0403_4b50, "bad file header in the Swagger UI archive");
        let names = number(self.offset + 26, 2) + number(self.offset + 28, 2);
        let data = bytes(self.offset + 30 + names as usize, self.packed);
        let block = match self.method {
            8 => Vec::new(),
            0 => stored_block_header(data.len()),
            other => panic!("{}: unknown packing method {other} in the Swagger UI archive", self.name),
        };
        [&GZIP_HEADER, &block[..], data, &self.crc.to_le_bytes(), &self.size.to_le_bytes()].concat()
    }
}

/// What deflate puts before data it leaves uncompressed: the archive holds
/// tiny files that way, without this header.
fn stored_block_header(len: usize) -> Vec<u8> {
    let len = u16::try_from(len).expect("uncompressed files in the Swagger UI archive are small");
    [&[1], &len.to_le_bytes()[..], &(!len).to_le_bytes()].concat()
}

/// Reads the archive's directory: its position is in the last record.
fn read_directory() -> Vec<Entry> {
    let end = ARCHIVE
        .windows(4)
        .rposition(|window| window == b"PK\x05\x06")
        .expect("the Swagger UI archive is not a zip file");
    let mut at = number(end + 16, 4) as usize;
    let mut entries = Vec::new();
    for _ in 0..number(end + 10, 2) {
        assert_eq!(number(at, 4), 0x0201_4b50, "bad directory in the Swagger UI archive");
        let name_len = number(at + 28, 2) as usize;
        entries.push(Entry {
            name: str::from_utf8(bytes(at + 46, name_len)).unwrap_or_default(),
            method: number(at + 10, 2),
            crc: number(at + 16, 4),
            packed: number(at + 20, 4) as usize,
            size: number(at + 24, 4),
            offset: number(at + 42, 4) as usize,
        });
        at += 46 + name_len + (number(at + 30, 2) + number(at + 32, 2)) as usize;
    }
    entries
}

/// A slice of the archive; the build stops if the archive is too short.
fn bytes(at: usize, len: usize) -> &'static [u8] {
    ARCHIVE.get(at..at + len).expect("the Swagger UI archive is cut short")
}

/// A little-endian number of `len` bytes (at most four).
fn number(at: usize, len: usize) -> u32 {
    bytes(at, len).iter().rev().fold(0, |value, &byte| (value << 8) | u32::from(byte))
}
