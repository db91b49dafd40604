//! Strings: copied in runs, escaped as serde_json escapes them.

/// Appends `text` in quotes.
pub(crate) fn write_str(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    let mut start = 0;
    while let Some(at) = next_special(bytes, start) {
        out.extend_from_slice(&bytes[start..at]);
        write_escaped(bytes[at], out);
        start = at + 1;
    }
    out.extend_from_slice(&bytes[start..]);
    out.push(b'"');
}

/// The place of the next byte that must be escaped.
fn next_special(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = &bytes[start..];
    let (words, tail) = rest.as_chunks::<8>();
    let plain =
        words.iter().position(|word| has_special(u64::from_le_bytes(*word))).unwrap_or(words.len()) * 8;
    let from = start + plain;
    let near = if from < bytes.len() - tail.len() { &bytes[from..from + 8] } else { tail };
    near.iter().position(|byte| is_special(*byte)).map(|at| from + at)
}

const fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Whether one of eight bytes must be escaped, told for all of them at once.
const fn has_special(word: u64) -> bool {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES * 0x80;
    const fn has_zero(word: u64) -> u64 {
        word.wrapping_sub(ONES) & !word & HIGH
    }
    let control = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
    control | has_zero(word ^ (ONES * b'"' as u64)) | has_zero(word ^ (ONES * b'\\' as u64)) != 0
}

#[cold]
fn write_escaped(byte: u8, out: &mut Vec<u8>) {
    let short = match byte {
        b'"' => b'"',
        b'\\' => b'\\',
        0x08 => b'b',
        0x09 => b't',
        0x0a => b'n',
        0x0c => b'f',
        0x0d => b'r',
        other => {
            const HEX: &[u8; 16] = b"0123456789abcdef";
            let digits = [HEX[(other >> 4) as usize], HEX[(other & 15) as usize]];
            out.extend_from_slice(b"\\u00");
            return out.extend_from_slice(&digits);
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str) {
        let mut out = Vec::new();
        write_str(text, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(text).unwrap());
    }

    #[test]
    fn every_byte_at_every_place_is_as_serde_json_writes_it() {
        check("");
        for c in (0..=0x17f_u32).filter_map(char::from_u32) {
            for before in 0..18 {
                for after in [0, 1, 7, 9] {
                    check(&format!("{}{c}{}", "x".repeat(before), "y".repeat(after)));
                }
            }
        }
        check("all \"at\" \\ once \u{1}\u{2}\n🦀 ä\t\t\r\n\u{7f}");
    }
}
