//! Names for people, made from names for programs.

/// `read_item` becomes `Read Item`; so does `read-item` as far as its words go (`Read-Item`).
pub(super) fn title(name: &str) -> String {
    let mut title = String::with_capacity(name.len());
    let mut start = true;
    for c in name.chars() {
        match c {
            '_' => title.push(' '),
            c if start => title.extend(c.to_uppercase()),
            c => title.extend(c.to_lowercase()),
        }
        start = !c.is_alphanumeric();
    }
    title
}

/// Everything but letters, digits and `_` becomes `_`.
pub(super) fn word(text: &str) -> String {
    text.replace(|c: char| !(c.is_alphanumeric() || c == '_'), "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_fastapis() {
        assert_eq!(title("create_m_thing"), "Create M Thing");
        assert_eq!(title("q-x"), "Q-X");
        assert_eq!(word("read_item/items/{item_id}"), "read_item_items__item_id_");
    }
}
