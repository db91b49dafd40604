//! What can be the name of a file, on whichever system it ends up.

/// Whether it names one file, and shows what it names.
pub(super) fn is_safe(name: &str) -> bool {
    let bad = |char: char| char.is_control() || r#"<>:"/\|?*"#.contains(char) || is_unseen(char);
    // Windows takes dots and spaces off the end, so that it would name another file.
    let ends = name.starts_with('.') || name.ends_with(['.', ' ']);
    !(name.is_empty() || name.len() > MAX || ends || name.contains(bad) || is_device(name))
}

/// What the usual file systems take, in bytes.
const MAX: usize = 255;

/// Whether Windows takes it for a device, as it does whatever stands behind the first dot.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let port = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    match port {
        Some(port) => {
            ["1", "2", "3", "4", "5", "6", "7", "8", "9", "\u{b9}", "\u{b2}", "\u{b3}"].contains(&port)
        }
        None => ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&stem.as_str()),
    }
}

/// Whether a character is not seen, or changes where others are seen: the categories Cf, Zl and Zp of Unicode 16.
fn is_unseen(char: char) -> bool {
    matches!(char,
        '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}'
        | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}
