//! Path templates, checked with the grammar that `fastrs` itself applies at start.

use syn::LitStr;

use crate::diagnostics::Errors;

/// The placeholders of a template.
pub(crate) fn placeholders(path: &LitStr, errors: &mut Errors) -> Vec<String> {
    let text = path.value();
    // The router's own prefix: whether there is one is known at start.
    if text.is_empty() {
        return Vec::new();
    }
    let mut fail = |message: String| errors.span(path.span(), message);
    let Some(rest) = text.strip_prefix('/') else {
        fail(format!("a path begins with `/`: `\"/{text}\"`"));
        return Vec::new();
    };
    if text.contains(['?', '#']) {
        fail("a path has no `?` and no `#`; the query string is made of the arguments".to_owned());
    }
    let mut names: Vec<String> = Vec::new();
    let segments: Vec<&str> = rest.split('/').collect();
    for (index, segment) in segments.iter().enumerate() {
        match placeholder(segment) {
            Ok(None) => {}
            Ok(Some(name)) => {
                let tail = name.strip_prefix('*');
                if tail.is_some() && index + 1 < segments.len() {
                    fail(format!("`{segment}` takes the rest of the path, so it must be the last segment"));
                }
                let name = tail.unwrap_or(name).to_owned();
                if names.contains(&name) {
                    fail(format!("the placeholder `{{{name}}}` stands twice in the path"));
                }
                names.push(name);
            }
            Err(message) => fail(message),
        }
    }
    names
}

fn placeholder(segment: &str) -> Result<Option<&str>, String> {
    if !segment.contains(['{', '}']) {
        if let Some(name) = segment.strip_prefix(':') {
            return Err(format!("a placeholder is written `{{{name}}}`, not `:{name}`"));
        }
        if let Some(name) = segment.strip_prefix('*').filter(|name| !name.is_empty()) {
            return Err(format!("the rest of the path is written `{{*{name}}}`, not `*{name}`"));
        }
        return Ok(None);
    }
    let whole = format!("`{segment}`: a placeholder is a whole segment: `/{{name}}/`");
    let name = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).ok_or(whole)?;
    if let Some((name, kind)) = name.split_once(':') {
        return Err(match kind {
            "path" => format!("the rest of the path is written `{{*{name}}}`, not `{{{name}:path}}`"),
            kind => format!("write `{{{name}}}`: the type of the argument `{name}` stands for `:{kind}`"),
        });
    }
    let plain = name.strip_prefix('*').unwrap_or(name);
    if syn::parse_str::<syn::Ident>(plain).is_ok() || is_keyword(plain) {
        Ok(Some(name))
    } else {
        Err(format!("`{segment}`: the name of a placeholder is that of an argument"))
    }
}

/// A raw identifier can be an argument: `r#type` takes `{type}`.
fn is_keyword(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(&format!("r#{name}")).is_ok()
}
