//! The list of everything that is wrong with a request.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::{At, Issue, LocItem};

/// One fault of a request: an entry of the 422's `detail`, in FastAPI's form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValidationError {
    /// The kind of fault, a word such as `missing` or `greater_than`.
    #[serde(rename = "type")]
    pub kind: Cow<'static, str>,
    /// Where: the place (`path`, `query`, `header`, `cookie`, `body`), then wire names and indexes.
    pub loc: Vec<LocItem>,
    /// A sentence for people.
    pub msg: Cow<'static, str>,
    /// The offending value. Left out where it is larger than a kilobyte.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<Value>,
    /// The numbers and words of the message, for programs.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_map")]
    pub ctx: Vec<(&'static str, Value)>,
}

impl ValidationError {
    fn rank(&self) -> usize {
        let place = |name: &str| matches!(self.loc.first(), Some(LocItem::Name(first)) if first == name);
        ["path", "query", "header", "cookie"].into_iter().position(place).unwrap_or(usize::MAX)
    }
}

fn as_map<S: Serializer>(ctx: &[(&'static str, Value)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(ctx.iter().map(|(key, value)| (key, value)))
}

/// The faults found so far, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ValidationErrors {
    list: Vec<ValidationError>,
    /// How many of the first are those of dependencies, and stand in their final order.
    settled: usize,
}

impl ValidationErrors {
    /// More faults than these are not listed: nobody mends them one by one, and an answer must stay small.
    pub const MAX: usize = 100;
    const MAX_INPUT: usize = 1024;
    pub(crate) const MASK: &str = "**********";

    /// An empty list.
    pub const fn new() -> Self {
        Self { list: Vec::new(), settled: 0 }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many faults are listed.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The faults, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, ValidationError> {
        self.list.iter()
    }

    /// Adds a fault of the value `input` at a place.
    #[cold]
    pub fn push(&mut self, at: &At<'_>, issue: Issue, input: &Value) {
        let input = (weight(input, Self::MAX_INPUT) <= Self::MAX_INPUT).then(|| input.clone());
        self.add(ValidationError {
            kind: issue.kind,
            loc: at.to_loc(),
            msg: issue.msg,
            input,
            ctx: issue.ctx,
        });
    }

    /// Adds a finished entry.
    #[cold]
    pub fn add(&mut self, error: ValidationError) {
        if self.list.len() < Self::MAX {
            self.list.push(error);
        }
    }

    /// Hides the input of every fault after the first `known` ones: what a secret was is never repeated.
    pub(crate) fn mask_after(&mut self, known: usize) {
        for error in self.list.iter_mut().skip(known) {
            error.input = Some(Value::from(Self::MASK));
        }
    }

    /// Forgets the faults after the first `known` ones.
    pub(crate) fn truncate(&mut self, known: usize) {
        self.list.truncate(known);
    }

    /// Shows `input` as what is wrong in every fault after the first `known` ones.
    pub(crate) fn replace_inputs(&mut self, known: usize, input: &Value) {
        for error in self.list.iter_mut().skip(known) {
            error.input = (weight(input, Self::MAX_INPUT) <= Self::MAX_INPUT).then(|| input.clone());
        }
    }

    /// Changes every object that is the input of a fault after the first `known` ones.
    pub(crate) fn edit_objects(&mut self, known: usize, edit: impl Fn(&mut Map<String, Value>)) {
        for error in self.list.iter_mut().skip(known) {
            // What stands at a field that is there is the field, not the object around it.
            let is_field = error.kind != "missing" && error.loc.len() > 1;
            if let Some(Value::Object(input)) = error.input.as_mut().filter(|_| !is_field) {
                edit(input);
            }
        }
    }

    /// Whether a fault of that kind is among those of a place after the first `known` ones.
    pub(crate) fn finds(&self, at: &At<'_>, known: usize, kind: &str) -> bool {
        let loc = at.to_loc();
        self.list.iter().skip(known).any(|error| error.kind == kind && error.loc == loc)
    }

    /// Forgets the faults of the place itself, not of what lies in it, after the first `known` ones.
    pub(crate) fn forget(&mut self, at: &At<'_>, known: usize) {
        let loc = at.to_loc();
        let mut index = 0;
        self.list.retain(|error| {
            index += 1;
            index <= known || error.loc != loc
        });
    }

    /// Adds a fault of the value `input`, in the place of the one that was found there after the first `known` ones.
    pub(crate) fn replace(&mut self, at: &At<'_>, known: usize, issue: Issue, input: &Value) {
        let loc = at.to_loc();
        let found = self.list.iter_mut().skip(known).find(|error| error.loc == loc);
        match found {
            Some(error) => {
                *error = ValidationError {
                    kind: issue.kind,
                    loc,
                    msg: issue.msg,
                    input: Some(input.clone()),
                    ctx: issue.ctx,
                };
            }
            None => self.push(at, issue, input),
        }
    }

    /// Changes the input of every fault after the first `known` ones.
    pub(crate) fn edit_inputs(&mut self, known: usize, edit: impl Fn(&mut Value)) {
        self.list.iter_mut().skip(known).filter_map(|error| error.input.as_mut()).for_each(edit);
    }

    pub(crate) fn mask() -> Value {
        Value::from(Self::MASK)
    }

    /// Puts the faults in FastAPI's order, whatever the order of the arguments: path, query, header, cookie, body.
    pub(crate) fn sort_by_place(&mut self) {
        self.list[self.settled..].sort_by_key(ValidationError::rank);
    }

    /// Adds the faults of a dependency, which stand before those of the handler itself.
    pub(crate) fn append(&mut self, other: &mut Self) {
        other.list.drain(..).for_each(|error| self.add(error));
        self.settled = self.len();
    }
}

impl Serialize for ValidationErrors {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.list.serialize(serializer)
    }
}

impl<'a> IntoIterator for &'a ValidationErrors {
    type Item = &'a ValidationError;
    type IntoIter = std::slice::Iter<'a, ValidationError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// About how many bytes `value` takes as JSON; counting ends soon after `limit`.
fn weight(value: &Value, limit: usize) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 5,
        Value::String(text) => text.len() + 2,
        Value::Array(items) => sum(items.iter().map(|item| weight(item, limit) + 1), limit),
        Value::Object(map) => sum(map_weights(map, limit), limit),
    }
}

fn map_weights(map: &Map<String, Value>, limit: usize) -> impl Iterator<Item = usize> {
    map.iter().map(move |(key, value)| key.len() + 4 + weight(value, limit))
}

fn sum(weights: impl Iterator<Item = usize>, limit: usize) -> usize {
    let mut total = 2;
    for weight in weights {
        total += weight;
        if total > limit {
            break;
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn entries_have_fastapis_keys_in_order() {
        let mut errors = ValidationErrors::new();
        let place = At::json("body");
        errors.push(&place.name("tags").index(2), Issue::string_too_short(3), &json!("ab"));
        errors.push(&place, Issue::missing(), &Value::Null);
        let text = serde_json::to_string(&errors).unwrap();
        assert_eq!(
            text,
            r#"[{"type":"string_too_short","loc":["body","tags",2],"msg":"String should have at least 3 characters","input":"ab","ctx":{"min_length":3}},{"type":"missing","loc":["body"],"msg":"Field required","input":null}]"#
        );
    }

    #[test]
    fn the_answer_stays_small() {
        let mut errors = ValidationErrors::new();
        for _ in 0..1000 {
            errors.push(&At::json("body"), Issue::missing(), &json!("x".repeat(5000)));
        }
        assert_eq!(errors.len(), ValidationErrors::MAX);
        assert!(errors.iter().all(|error| error.input.is_none()));
    }
}
