//! The differences that are kept on purpose, each with its reason.
//!
//! A rule tells one behaviour from all others, and makes both answers the same where that is all they differ by. It
//! must not hide more: what it cannot explain stays different, and so is found.

mod body;
mod excuse;
mod text;
mod times;
mod words;

use crate::request::{Answer, Request};

/// Makes both answers the same where the difference is this one.
type Rule = fn(&Request, &mut Answer, &mut Answer);

/// In the order in which they are tried: those that rewrite what is said of a place before those that forget the place.
pub const RULES: &[(&str, Rule)] = &[
    (
        "what is wrong with a UUID is said in the words of today's uuid crate, which counts characters from 0",
        words::uuid,
    ),
    (
        "broken JSON is told beside the faults of the parameters, where FastAPI tells it alone",
        body::broken_beside_others,
    ),
    ("a trailing comma in JSON is told in the words of Python 3.13", words::trailing_comma),
    ("a body of another content type is a 415, which names the one expected", body::other_content_type),
    ("JSON bodies are strict: a text is no number, a number no text, 1 is not true", body::strict_json),
    ("a key that stands twice in an object is refused, where FastAPI takes the last", body::key_twice),
    ("NaN and infinity are refused, where FastAPI takes them and may answer 500", text::not_finite),
    ("what is not UTF-8 is refused, where FastAPI puts U+FFFD in its place", text::not_utf8),
    ("a header's bytes are read as UTF-8, where FastAPI reads Latin-1", text::header_bytes),
    (
        "a fraction of a second has the 3, 6 or 9 digits that chrono writes, where pydantic cuts it to 6",
        times::fraction,
    ),
    ("a time of day has no offset, where Python's may have one", times::naive),
    ("dates and times in JSON may be spelt as chrono reads them (2024-2-9, 1:30)", times::own_reader),
    ("a number is no date and no time, where pydantic takes it for a Unix timestamp", times::number),
];

#[cfg(test)]
mod tests {
    use super::RULES;

    /// Whoever comes from FastAPI finds every rule in the book.
    #[test]
    fn every_rule_is_in_the_book() {
        let chapter = include_str!("../../../../docs/src/coming-from-fastapi.md");
        for (reason, _) in RULES {
            assert!(
                chapter.contains(&format!("\n- {reason}.\n")),
                "coming-from-fastapi.md does not say: {reason}"
            );
        }
    }
}
