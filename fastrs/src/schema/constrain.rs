//! Constraints and notes written into a schema: the very constants that are checked at run time.

use schemars::Schema;
use serde_json::{Map, Number, Value};

use crate::validate::{Bound, Rules};

/// What is said of a field beside its type and rules.
#[derive(Debug, Default)]
pub struct FieldNotes {
    /// A name for people.
    pub title: Option<&'static str>,
    /// A description that stands in for the doc comment.
    pub description: Option<&'static str>,
    /// Examples.
    pub examples: Vec<Value>,
    /// The value when the field is left out.
    pub default: Option<Value>,
    /// Whether new callers should not use it.
    pub deprecated: bool,
    /// Whether no item may stand twice.
    pub unique_items: bool,
}

/// Writes a field's rules and notes into its schema.
pub fn annotate_field(schema: &mut Schema, rules: &Rules, notes: FieldNotes) {
    let mut keywords = Map::new();
    apply_rules(&mut keywords, rules);
    apply_notes(&mut keywords, notes);
    for (keyword, value) in keywords {
        schema.insert(keyword, value);
    }
}

fn apply_notes(schema: &mut Map<String, Value>, notes: FieldNotes) {
    let mut set = |keyword: &str, value: Option<Value>| {
        if let Some(value) = value {
            schema.insert(keyword.into(), value);
        }
    };
    set("title", notes.title.map(Value::from));
    set("description", notes.description.map(Value::from));
    set("default", notes.default);
    set("examples", (!notes.examples.is_empty()).then(|| Value::Array(notes.examples)));
    set("deprecated", notes.deprecated.then_some(Value::Bool(true)));
    set("uniqueItems", notes.unique_items.then_some(Value::Bool(true)));
}

/// Writes the keywords of `rules` into a schema.
pub(crate) fn apply_rules(schema: &mut Map<String, Value>, rules: &Rules) {
    let bounds = [
        ("exclusiveMinimum", rules.gt),
        ("minimum", rules.ge),
        ("exclusiveMaximum", rules.lt),
        ("maximum", rules.le),
        ("multipleOf", rules.multiple_of),
    ];
    for (keyword, bound) in bounds {
        if let Some(bound) = bound {
            schema.insert(keyword.into(), bound_value(bound));
        }
    }
    let counts = [
        ("minLength", rules.min_length),
        ("maxLength", rules.max_length),
        ("minItems", rules.min_items),
        ("maxItems", rules.max_items),
    ];
    for (keyword, count) in counts {
        if let Some(count) = count {
            schema.insert(keyword.into(), count.into());
        }
    }
    if let Some(pattern) = rules.pattern {
        schema.insert("pattern".into(), pattern().text().into());
    }
}

fn bound_value(bound: Bound) -> Value {
    match bound {
        Bound::Int(number) => i64::try_from(number).map_or_else(|_| Value::from(number as u64), Value::from),
        Bound::Float(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
    }
}
