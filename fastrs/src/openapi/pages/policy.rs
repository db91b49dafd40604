//! The `Content-Security-Policy` of a page that loads something from elsewhere.

/// A policy in the making: directives with their sources.
#[derive(Debug, Clone)]
pub struct Policy(Vec<String>);

impl Policy {
    /// The policy `directives`, as a page has it of itself.
    #[must_use]
    pub fn new(directives: &str) -> Self {
        Self(directives.split("; ").map(str::to_owned).collect())
    }

    /// Allows one thing more: what `directive` governs may come from where `url` is, and from nowhere else.
    ///
    /// An address on the page's own host needs nothing. One that names no host in plain letters is not allowed.
    #[must_use]
    pub fn allowing(mut self, directive: &str, url: Option<&str>) -> Self {
        if let Some(origin) = url.and_then(origin)
            && let Some(sources) = self.0.iter_mut().find(|known| known.split(' ').next() == Some(directive))
            && !sources.split(' ').any(|known| known == origin)
        {
            sources.push(' ');
            sources.push_str(&origin);
        }
        self
    }
}

impl std::fmt::Display for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join("; "))
    }
}

/// Scheme and host of an address that has them.
fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("//")?;
    if !["https:", "http:", ""].contains(&scheme.to_ascii_lowercase().as_str()) {
        return None;
    }
    let host = rest.split(['/', '?', '#']).next()?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    let is_host = !host.is_empty() && host.chars().all(is_plain);
    is_host.then(|| if scheme.is_empty() { host.to_owned() } else { format!("{scheme}//{host}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: &str) {
        let policy = Policy::new("default-src 'none'; script-src 'self'").allowing("script-src", Some(url));
        assert_eq!(policy.to_string(), format!("default-src 'none'; script-src 'self'{expected}"), "{url}");
    }

    #[test]
    fn just_the_named_host_is_allowed() {
        check("https://cdn.example.com/npm/swagger-ui.js?v=5", " https://cdn.example.com");
        check("http://localhost:3000/swagger-ui.js", " http://localhost:3000");
        check("//cdn.example.com/swagger-ui.js", " cdn.example.com");
        check("/static/swagger-ui.js", "");
        check("static/swagger-ui.js", "");
    }

    #[test]
    fn nothing_else_slips_into_the_policy() {
        for url in [
            "https://a.example; script-src *",
            "https://*/x.js",
            "https://user@a.example/x",
            "javascript://x",
            "data:,x",
            "https:///x",
        ] {
            check(url, "");
        }
    }

    #[test]
    fn a_host_is_named_once() {
        let url = Some("https://cdn.example.com/a");
        let policy = Policy::new("img-src 'self'").allowing("img-src", url).allowing("img-src", url);
        assert_eq!(policy.to_string(), "img-src 'self' https://cdn.example.com");
    }
}
