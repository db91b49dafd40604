//! `min_length`, `max_length`, `pattern`.

use super::Rules;
use crate::validate::Issue;

/// Types that are text: where `min_length max_length pattern` can be declared.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not text, so `min_length`, `max_length` and `pattern` cannot be declared for it",
    label = "not text",
    note = "numbers have `gt`, `ge`, `lt`, `le` and `multiple_of`; lists have `min_items`, `max_items` and `unique_items`"
)]
pub trait Textual {
    /// Named by the macro.
    #[doc(hidden)]
    const HOLDS: () = ();
}

/// Whether `text` obeys the rules. Lengths count characters (Unicode scalar values), not bytes.
#[inline]
pub(crate) fn text_is_valid(text: &str, rules: &Rules) -> bool {
    rules.max_length.is_none_or(|max| !longer_than(text, max))
        && rules.min_length.is_none_or(|min| !shorter_than(text, min))
        && rules.pattern.is_none_or(|pattern| pattern().matches(text))
}

// A character has one to four bytes, so most texts need no counting.
fn longer_than(text: &str, max: usize) -> bool {
    text.len() > max && (text.len() > max.saturating_mul(4) || text.chars().count() > max)
}

fn shorter_than(text: &str, min: usize) -> bool {
    text.len() < min || (text.len() < min.saturating_mul(4) && text.chars().count() < min)
}

/// The first rule that `text` breaks.
pub(crate) fn break_of(text: &str, rules: &Rules) -> Option<Issue> {
    if let Some(min) = rules.min_length.filter(|min| shorter_than(text, *min)) {
        return Some(Issue::string_too_short(min));
    }
    if let Some(max) = rules.max_length.filter(|max| longer_than(text, *max)) {
        return Some(Issue::string_too_long(max));
    }
    let pattern = rules.pattern?();
    (!pattern.matches(text)).then(|| Issue::string_pattern_mismatch(pattern.text()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, min: usize, max: usize, broken: Option<&str>) {
        let rules = Rules { min_length: Some(min), max_length: Some(max), ..Rules::NONE };
        assert_eq!(text_is_valid(text, &rules), broken.is_none(), "{text}");
        assert_eq!(break_of(text, &rules).map(|issue| issue.kind.into_owned()).as_deref(), broken);
    }

    #[test]
    fn lengths_are_in_characters() {
        check("äöü", 3, 3, None);
        check("äö", 3, 3, Some("string_too_short"));
        check("äöüß", 3, 3, Some("string_too_long"));
        check("🦀", 1, 1, None);
        check("", 1, 2, Some("string_too_short"));
        check("abcdefgh", 1, 2, Some("string_too_long"));
    }
}
