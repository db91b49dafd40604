//! What is wrong with an address of mail, in the words that FastAPI's clients know.

use std::borrow::Cow;

/// The reason, if it is one of the usual ones.
pub(super) fn reason(address: &str) -> Option<Cow<'static, str>> {
    let Some((local, domain)) = address.split_once('@') else {
        return Some("An email address must have an @-sign.".into());
    };
    let fixed = fixed_reason(local, domain).map(Cow::Borrowed);
    fixed.or_else(|| foreign_characters(local, domain).map(Cow::Owned)).or_else(|| no_period(domain))
}

fn fixed_reason(local: &str, domain: &str) -> Option<&'static str> {
    let reasons = [
        (local.starts_with('"'), "Quoting the part before the @-sign is not allowed here."),
        (local.is_empty(), "There must be something before the @-sign."),
        (domain.is_empty(), "There must be something after the @-sign."),
        (local.starts_with('.'), "An email address cannot start with a period."),
        (local.ends_with('.'), "An email address cannot have a period immediately before the @-sign."),
        (
            domain.starts_with('[') && domain.ends_with(']'),
            "A bracketed IP address after the @-sign is not allowed here.",
        ),
        (domain.starts_with('.'), "An email address cannot have a period immediately after the @-sign."),
        (domain.ends_with('.'), "An email address cannot end with a period."),
        (local.contains("..") || domain.contains(".."), "An email address cannot have two periods in a row."),
        (domain.starts_with('-'), "An email address cannot have a hyphen immediately after the @-sign."),
        (domain.ends_with('-'), "An email address cannot end with a hyphen."),
        (
            domain.contains("-.") || domain.contains(".-"),
            "An email address cannot have a period and a hyphen next to each other.",
        ),
    ];
    reasons.into_iter().find_map(|(applies, reason)| applies.then_some(reason))
}

fn foreign_characters(local: &str, domain: &str) -> Option<String> {
    let is_atom = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c) || !c.is_ascii();
    let is_host = |c: char| c.is_alphanumeric() || "-.".contains(c) || !c.is_ascii();
    if let Some(found) = listed(local, is_atom) {
        return Some(format!("The email address contains invalid characters before the @-sign: {found}."));
    }
    listed(domain, is_host)
        .map(|found| format!("The part after the @-sign contains invalid characters: {found}."))
}

/// The characters of `text` that are not `allowed`, each once and in order.
fn listed(text: &str, allowed: impl Fn(char) -> bool) -> Option<String> {
    let mut found: Vec<char> = text.chars().filter(|c| !allowed(*c)).collect();
    found.sort_unstable();
    found.dedup();
    let shown = |c: &char| if *c == ' ' { "SPACE".to_owned() } else { format!("'{}'", c.escape_debug()) };
    (!found.is_empty()).then(|| found.iter().take(9).map(shown).collect::<Vec<_>>().join(", "))
}

fn no_period(domain: &str) -> Option<Cow<'static, str>> {
    let reason = "The part after the @-sign is not valid. It should have a period.";
    (!domain.contains('.')).then_some(Cow::Borrowed(reason))
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[track_caller]
    fn check(address: &str, expected: &str) {
        assert_eq!(reason(address).as_deref(), Some(expected), "{address}");
    }

    #[test]
    fn the_usual_reasons_are_told_in_known_words() {
        check("a", "An email address must have an @-sign.");
        check("a@", "There must be something after the @-sign.");
        check("@b.co", "There must be something before the @-sign.");
        check("a@b", "The part after the @-sign is not valid. It should have a period.");
        check("a@@b.co", "The part after the @-sign contains invalid characters: '@'.");
        check("a..b@c.co", "An email address cannot have two periods in a row.");
        check("a b@c.co", "The email address contains invalid characters before the @-sign: SPACE.");
        check("a(b)@c.co", "The email address contains invalid characters before the @-sign: '(', ')'.");
        check("a@b-.co", "An email address cannot have a period and a hyphen next to each other.");
        assert_eq!(reason("ann@example.com"), None);
    }
}
