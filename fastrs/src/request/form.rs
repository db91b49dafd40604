//! A form that has been read: texts, and files where it is multipart, under their names.

use std::any::Any;
use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{Pairs, decode};
use crate::validate::Issue;

/// A text of a request, or why what was sent is none.
pub type Raw<'c> = Result<Cow<'c, str>, Box<NotText>>;

/// Why something that was sent is no text.
#[derive(Debug)]
pub struct NotText {
    pub(crate) issue: Issue,
    pub(crate) input: Value,
}

impl NotText {
    /// Its bytes are no UTF-8.
    #[cold]
    pub(crate) fn encoding() -> Box<Self> {
        Box::new(Self { issue: Issue::string_unicode(), input: Value::Null })
    }
}

/// A form that has been read.
pub(crate) trait Form: Any + Send + Sync {
    /// The last text of `name`.
    fn last(&self, name: &str) -> Option<Raw<'_>>;

    /// Every text of `name`, in order.
    fn all(&self, name: &str) -> Vec<Raw<'_>>;

    /// All fields, as texts and lists of texts.
    fn object(&self) -> Texts;

    /// The form as it was received, where it was one text.
    fn received(&self) -> Option<&str> {
        None
    }
}

/// `name=value&name=value`.
pub(crate) struct Urlencoded {
    text: String,
    pairs: Pairs,
}

impl Urlencoded {
    pub(crate) fn new(text: String) -> Self {
        let pairs = Pairs::index(&text);
        Self { text, pairs }
    }

    /// How many fields it has.
    pub(crate) fn len(&self) -> usize {
        self.pairs.len()
    }
}

impl Form for Urlencoded {
    fn last(&self, name: &str) -> Option<Raw<'_>> {
        let value = self.pairs.values(&self.text, name).next_back()?;
        Some(decode(value).ok_or_else(NotText::encoding))
    }

    fn all(&self, name: &str) -> Vec<Raw<'_>> {
        let values = self.pairs.values(&self.text, name);
        values.map(|value| decode(value).ok_or_else(NotText::encoding)).collect()
    }

    fn object(&self) -> Texts {
        pairs_object(&self.text, &self.pairs)
    }

    fn received(&self) -> Option<&str> {
        Some(&self.text)
    }
}

/// All pairs of an urlencoded text.
pub(crate) fn pairs_object(text: &str, pairs: &Pairs) -> Texts {
    let mut texts = Texts::default();
    for (name, value) in pairs.decoded(text) {
        texts.add(&name, value.map(Value::from));
    }
    texts
}

/// What was sent for a model's fields: an object of texts, and of lists of those whose name comes again. What is no
/// UTF-8 is null in it, which no text is.
#[derive(Debug, Default)]
pub struct Texts {
    pub(crate) object: Map<String, Value>,
    /// Whether something in it is null.
    pub(crate) has_unread: bool,
}

impl Texts {
    /// Adds a value; `None` is no UTF-8, or stands under a name that is none.
    pub(crate) fn add(&mut self, name: &str, value: Option<Value>) {
        self.has_unread |= value.is_none();
        let value = value.unwrap_or_default();
        match self.object.get_mut(name) {
            None => _ = self.object.insert(name.to_owned(), value),
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }

    /// Puts a value in the place of an earlier one of its name.
    pub(crate) fn replace(&mut self, name: &str, value: Option<Value>) {
        self.has_unread |= value.is_none();
        self.object.insert(name.to_owned(), value.unwrap_or_default());
    }
}
