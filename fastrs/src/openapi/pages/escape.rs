//! Escaping of text for HTML.

use std::fmt::{self, Display, Formatter, Write};

/// Displays text so that it is safe both between tags and inside a quoted
/// attribute.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Escaped;

    #[test]
    fn markup_characters_become_entities() {
        let escaped = Escaped(r#"<b a="1" c='2'>&amp;"#).to_string();
        assert_eq!(escaped, "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;");
    }

    #[test]
    fn other_text_stays_as_it_is() {
        assert_eq!(Escaped("Grüße {title} 🦀").to_string(), "Grüße {title} 🦀");
    }
}
