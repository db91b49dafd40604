//! Settings: a model whose fields are the variables of the environment.

use std::fmt;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::validate::{At, Issue, Model, Rules, ValidationErrors, explain_model, field_names, from_texts};

/// Reads settings from the environment: the field `admin_email` is the variable `ADMIN_EMAIL`, in any case of letters.
///
/// Texts are parsed as parameters are; defaults and constraints are those of the model.
///
/// # Errors
/// Everything that is wrong, at once.
///
/// ```no_run
/// use fastrs::prelude::*;
///
/// #[model]
/// struct Settings {
///     #[field(default = "Awesome API")]
///     app_name: String,
///     admin_email: Email,
///     #[field(default = 50, ge = 1)]
///     items_per_user: u32,
/// }
///
/// let app = App::new("Shop", "1.0.0").state_from(|| async { fastrs::settings::from_env::<Settings>() });
/// ```
pub fn from_env<T: Model + DeserializeOwned>() -> Result<T, SettingsError> {
    from_pairs(environment())
}

/// As [`from_env`]; what the environment lacks is taken from a file of lines `NAME=value`, if there is such a file.
///
/// A line that begins with `#` is a comment, and `export` before a name is left out. A value ends where white space and
/// a `#` begin a comment, or at its closing quote, if it begins with `"` or `'`; inside of quotes `\"`, `\'` and `\\` stand
/// for the quote and the backslash.
///
/// # Errors
/// Everything that is wrong, at once; a file that is there and cannot be read; its lines that have an open quote, or
/// something other than a comment after the closing one.
pub fn from_env_and_file<T: Model + DeserializeOwned>(path: impl AsRef<Path>) -> Result<T, SettingsError> {
    let path = path.as_ref();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(SettingsError(vec![format!("{}: {error}", path.display())])),
    };
    let (mut pairs, mut faults) = (Vec::new(), Vec::new());
    // Some editors begin a file with a mark of its encoding.
    let text = text.trim_start_matches('\u{feff}');
    for (number, text) in (1..).zip(text.lines()) {
        match line(text) {
            Ok(pair) => pairs.extend(pair),
            Err(fault) => faults.push(format!("{}:{number}: {fault}", path.display())),
        }
    }
    if !faults.is_empty() {
        return Err(SettingsError(faults));
    }
    from_pairs(pairs.into_iter().chain(environment()))
}

/// Reads settings from pairs of names and values; a later pair goes before an earlier one of its name.
///
/// # Errors
/// Everything that is wrong, at once.
///
/// ```
/// use fastrs::prelude::*;
///
/// #[model]
/// #[derive(Debug)]
/// struct Settings {
///     admin_email: String,
///     #[field(ge = 1)]
///     items_per_user: u32,
/// }
///
/// let pairs = [("ADMIN_EMAIL".to_owned(), "a@b.com".to_owned()), ("ITEMS_PER_USER".into(), "5".into())];
/// let settings: Settings = fastrs::settings::from_pairs(pairs).unwrap();
/// assert_eq!(settings.items_per_user, 5);
///
/// let faults = fastrs::settings::from_pairs::<Settings>([("ITEMS_PER_USER".into(), "0".into())]).unwrap_err();
/// let text = "ADMIN_EMAIL: Field required\nITEMS_PER_USER: Input should be greater than or equal to 1";
/// assert_eq!(faults.to_string(), text);
/// ```
pub fn from_pairs<T: Model + DeserializeOwned>(
    pairs: impl IntoIterator<Item = (String, String)>,
) -> Result<T, SettingsError> {
    let names = field_names::<T>();
    let mut object = Map::new();
    for (name, value) in pairs {
        if let Some(field) = names.iter().find(|field| field.eq_ignore_ascii_case(&name)) {
            object.insert((*field).to_owned(), value.into());
        }
    }
    let input = Value::Object(object);
    if let Some(value) = from_texts::<T>(&input).filter(|value| value.is_valid(&Rules::NONE)) {
        return Ok(value);
    }
    let mut errors = ValidationErrors::new();
    explain_model::<T>(&input, &At::text("settings"), &mut errors);
    if errors.is_empty() {
        errors.push(
            &At::text("settings"),
            Issue::value_error("the settings do not fit together"),
            &Value::Null,
        );
    }
    Err(SettingsError(errors.iter().map(told).collect()))
}

/// What is not UTF-8 is no setting.
fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

/// The pair of a line of an environment file; none if it has none.
///
/// # Errors
/// What is wrong with it, of which nothing is repeated: settings are often secrets.
fn line(line: &str) -> Result<Option<(String, String)>, &'static str> {
    let line = line.trim();
    if line.starts_with('#') {
        return Ok(None);
    }
    let Some((name, text)) = line.strip_prefix("export ").unwrap_or(line).split_once('=') else {
        return Ok(None);
    };
    let value = match text.trim_start() {
        quoted if quoted.starts_with(['"', '\'']) => unquoted(quoted)?,
        _ => before_comment(text).trim().to_owned(),
    };
    Ok(Some((name.trim().to_owned(), value)))
}

/// The text between quotes. A backslash is itself, but before a quote or another one.
fn unquoted(text: &str) -> Result<String, &'static str> {
    let mut chars = text.chars().peekable();
    let (quote, mut value) = (chars.next(), String::new());
    while let Some(char) = chars.next() {
        if Some(char) == quote {
            let rest: String = chars.collect();
            let ends = matches!(rest.trim_start().chars().next(), None | Some('#'));
            return if ends { Ok(value) } else { Err("only a comment may follow the closing quote") };
        }
        let escaped = chars.next_if(|next| char == '\\' && matches!(next, '"' | '\'' | '\\'));
        value.push(escaped.unwrap_or(char));
    }
    Err("the quote is not closed")
}

/// The text up to white space that a `#` follows.
fn before_comment(text: &str) -> &str {
    let is_comment = |at: &usize| text[..*at].ends_with(char::is_whitespace);
    text.match_indices('#').map(|(at, _)| at).find(is_comment).map_or(text, |at| &text[..at])
}

/// A fault on one line. The value is left out: settings are often secrets.
fn told(error: &crate::validate::ValidationError) -> String {
    let names = error.loc.iter().skip(1).map(ToString::to_string);
    let place = names.collect::<Vec<_>>().join(".").to_ascii_uppercase();
    if place.is_empty() { error.msg.to_string() } else { format!("{place}: {}", error.msg) }
}

/// Everything that is wrong with the settings, one fault on each line.
#[derive(Clone, PartialEq, Eq)]
pub struct SettingsError(Vec<String>);

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

/// As `Display`, so that `unwrap` prints it readably.
impl fmt::Debug for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for SettingsError {}
