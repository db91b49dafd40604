//! Whether one schema takes all that another takes. Told from the words of the two alone: what is written otherwise and
//! means the same counts as changed.

use std::collections::HashSet;
use std::fmt;

use serde_json::{Map, Value, json};

use crate::schema::Direction;

/// A place within a body, an answer or a parameter.
#[derive(Clone)]
pub(super) struct Spot {
    what: String,
    fields: String,
}

impl Spot {
    pub(super) fn whole(what: &str) -> Self {
        Self { what: what.to_owned(), fields: String::new() }
    }

    fn field(&self, name: &str) -> Self {
        let dot = if self.fields.is_empty() { "" } else { "." };
        Self { what: self.what.clone(), fields: format!("{}{dot}{name}", self.fields) }
    }

    fn items(&self) -> Self {
        Self { what: self.what.clone(), fields: format!("{}[]", self.fields) }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, fields } = self;
        if fields.is_empty() { f.write_str(what) } else { write!(f, "`{fields}` of {what}") }
    }
}

/// The schemas of two documents.
pub(super) struct Schemas<'d> {
    old: &'d Value,
    new: &'d Value,
    /// The pairs of named schemas that have been entered, since schemas may contain themselves.
    entered: HashSet<(String, String)>,
}

/// A keyword, and whether what keeps to the bound of the sender keeps to that of the taker.
type Bound = (&'static str, fn(f64, f64) -> bool);

const LEAST: fn(f64, f64) -> bool = |sent, taken| sent >= taken;
const MOST: fn(f64, f64) -> bool = |sent, taken| sent <= taken;

const BOUNDS: [Bound; 11] = [
    ("minimum", LEAST),
    ("exclusiveMinimum", LEAST),
    ("minLength", LEAST),
    ("minItems", LEAST),
    ("minProperties", LEAST),
    ("maximum", MOST),
    ("exclusiveMaximum", MOST),
    ("maxLength", MOST),
    ("maxItems", MOST),
    ("maxProperties", MOST),
    ("multipleOf", |sent, taken| (sent / taken).fract() == 0.0),
];

impl<'d> Schemas<'d> {
    pub(super) fn new(old: &'d Value, new: &'d Value) -> Self {
        Self { old, new, entered: HashSet::new() }
    }

    /// What has become narrower of an input, or wider of an output.
    pub(super) fn changes(&mut self, way: Direction, old: &Value, new: &Value, at: &Spot) -> Vec<String> {
        self.entered.clear();
        let mut found = Vec::new();
        self.visit(way, old, new, at, &mut found);
        found
    }

    fn visit(&mut self, way: Direction, old: &Value, new: &Value, at: &Spot, found: &mut Vec<String>) {
        if let (Some(old), Some(new)) = (old["$ref"].as_str(), new["$ref"].as_str())
            && !self.entered.insert((old.to_owned(), new.to_owned()))
        {
            return;
        }
        let (old, new) = (flat(self.old, old), flat(self.new, new));
        if branches(&old).is_some() || branches(&new).is_some() {
            self.alternatives(way, &old, &new, at, found);
        } else {
            self.single(way, &old, &new, at, found);
        }
    }

    fn fits(&self, way: Direction, old: &Value, new: &Value) -> bool {
        let mut found = Vec::new();
        let mut probe = Self { old: self.old, new: self.new, entered: self.entered.clone() };
        probe.visit(way, old, new, &Spot::whole(""), &mut found);
        found.is_empty()
    }

    /// Every alternative that may be sent must be among those that are taken.
    fn alternatives(&mut self, way: Direction, old: &Value, new: &Value, at: &Spot, found: &mut Vec<String>) {
        let of = |schema: &Value| branches(schema).cloned().unwrap_or_else(|| vec![schema.clone()]);
        let (before, now) = (of(old), of(new));
        let (sent, taken) = if way == Direction::Input { (&before, &now) } else { (&now, &before) };
        for one in sent {
            let pair = |other: &Value| match way {
                Direction::Input => (one.clone(), other.clone()),
                Direction::Output => (other.clone(), one.clone()),
            };
            let fits = taken.iter().any(|other| {
                let (old, new) = pair(other);
                self.fits(way, &old, &new)
            });
            if fits {
                continue;
            }
            let (sent_doc, taken_doc) = self.documents(way);
            let kind = label(&flat(sent_doc, one));
            match taken.iter().find(|other| label(&flat(taken_doc, other)) == kind) {
                // The same alternative in other words: what differs in it is told.
                Some(other) => {
                    let (old, new) = pair(other);
                    self.visit(way, &old, &new, at, found);
                }
                None if way == Direction::Input => found.push(format!("{at} can no longer be {kind}")),
                None => found.push(format!("{at} can be {kind} now")),
            }
        }
    }

    /// The document of what is sent, and that of what is taken.
    fn documents(&self, way: Direction) -> (&'d Value, &'d Value) {
        if way == Direction::Input { (self.old, self.new) } else { (self.new, self.old) }
    }

    fn single(&mut self, way: Direction, old: &Value, new: &Value, at: &Spot, found: &mut Vec<String>) {
        let (sent, taken) = if way == Direction::Input { (old, new) } else { (new, old) };
        if !kinds_fit(sent, taken) {
            found.push(format!("{at} is {} now, and was {}", label(new), label(old)));
            return;
        }
        words(way, sent, taken, at, found);
        let mut differs = |keyword: &str| {
            let said = |schema: &Value| schema.get(keyword).map_or("not set".to_owned(), Value::to_string);
            found.push(format!("{at}: `{keyword}` is {} now, and was {}", said(new), said(old)));
        };
        for (keyword, fits) in BOUNDS {
            let (sent, taken) = (sent[keyword].as_f64(), taken[keyword].as_f64());
            if taken.is_some_and(|taken| !sent.is_some_and(|sent| fits(sent, taken))) {
                differs(keyword);
            }
        }
        for keyword in ["pattern", "uniqueItems", "contentMediaType"] {
            let kept = taken.get(keyword).filter(|value| **value != false);
            if kept.is_some_and(|value| sent.get(keyword) != Some(value)) {
                differs(keyword);
            }
        }
        self.lists(way, old, new, at, found);
        self.objects(way, old, new, at, found);
    }

    fn lists(&mut self, way: Direction, old: &Value, new: &Value, at: &Spot, found: &mut Vec<String>) {
        if let (Some(old), Some(new)) = (old.get("items"), new.get("items")) {
            self.visit(way, old, new, &at.items(), found);
        }
        if let (Some(old), Some(new)) = (old["prefixItems"].as_array(), new["prefixItems"].as_array()) {
            if old.len() != new.len() {
                found.push(format!("{at} has {} items now, and had {}", new.len(), old.len()));
            }
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                self.visit(way, old, new, &at.field(&index.to_string()), found);
            }
        }
    }

    fn objects(&mut self, way: Direction, old: &Value, new: &Value, at: &Spot, found: &mut Vec<String>) {
        let of = |schema: &Value| schema["properties"].as_object().cloned().unwrap_or_default();
        let (before, now) = (of(old), of(new));
        for (name, schema) in &before {
            let spot = at.field(name);
            match now.get(name) {
                Some(new) => self.visit(way, schema, new, &spot, found),
                None if way == Direction::Output => found.push(format!("{spot} is gone")),
                None if new["additionalProperties"] == false => {
                    found.push(format!("{spot} is no longer taken"))
                }
                None => {}
            }
        }
        let (was, is) = (required(old), required(new));
        match way {
            Direction::Input => {
                let added = is.iter().filter(|name| !was.contains(name));
                found.extend(added.map(|name| format!("{} is required now", at.field(name))));
            }
            Direction::Output => {
                let lost = was.iter().filter(|name| !is.contains(name) && now.contains_key(**name));
                found.extend(lost.map(|name| format!("{} may be left out now", at.field(name))));
            }
        }
        match (&old["additionalProperties"], &new["additionalProperties"]) {
            (old @ Value::Object(_), new @ Value::Object(_)) => {
                self.visit(way, old, new, &at.field("*"), found);
            }
            (Value::Bool(false), _) => {}
            (_, Value::Bool(false)) if way == Direction::Input => {
                found.push(format!("{at} can no longer have further fields"));
            }
            _ => {}
        }
    }
}

fn required(schema: &Value) -> Vec<&str> {
    schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn words(way: Direction, sent: &Value, taken: &Value, at: &Spot, found: &mut Vec<String>) {
    let of = |schema: &Value| match (schema["enum"].as_array(), schema.get("const")) {
        (Some(words), _) => Some(words.clone()),
        (None, word) => word.map(|word| vec![word.clone()]),
    };
    let Some(taken) = of(taken) else { return };
    let Some(sent) = of(sent) else {
        let all = Value::from(taken);
        found.push(match way {
            Direction::Input => format!("{at} must be one of {all} now"),
            Direction::Output => format!("{at} was one of {all}, and can be anything now"),
        });
        return;
    };
    found.extend(sent.iter().filter(|word| !taken.contains(word)).map(|word| match way {
        Direction::Input => format!("{at} can no longer be {word}"),
        Direction::Output => format!("{at} can be {word} now"),
    }));
}

/// A schema with its reference followed and the parts of its `allOf` put together.
fn flat(document: &Value, schema: &Value) -> Value {
    if let Some(target) =
        schema["$ref"].as_str().and_then(|reference| document.pointer(reference.strip_prefix('#')?))
    {
        return flat(document, target);
    }
    let Some(parts) = schema["allOf"].as_array() else { return schema.clone() };
    let mut whole = schema.clone();
    for part in parts {
        let Value::Object(part) = flat(document, part) else { continue };
        merge(&mut whole, part);
    }
    whole
}

fn merge(whole: &mut Value, part: Map<String, Value>) {
    for (keyword, value) in part {
        match (whole.get_mut(&keyword), value) {
            (Some(Value::Object(known)), Value::Object(more)) => known.extend(more),
            (Some(Value::Array(known)), Value::Array(more)) => known.extend(more),
            (Some(_), _) => {}
            (None, value) => whole[keyword] = value,
        }
    }
}

fn branches(schema: &Value) -> Option<&Vec<Value>> {
    schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array())
}

/// The types and formats of a schema, for people: `integer (int32)`; a tagged variant is its tag.
fn label(schema: &Value) -> String {
    let tag = schema["properties"].as_object().into_iter().flatten().find_map(|(name, field)| {
        let word = field
            .get("const")
            .or_else(|| field["enum"].as_array().filter(|words| words.len() == 1)?.first())?;
        Some(format!("{name} = {word}"))
    });
    let kind = match (&schema["type"], &schema["format"]) {
        (Value::Null, _) => "anything".to_owned(),
        (Value::String(name), Value::String(format)) => format!("{name} ({format})"),
        (Value::String(name), _) => name.clone(),
        (names, _) => names.to_string(),
    };
    tag.unwrap_or(kind)
}

fn kinds(schema: &Value) -> Option<Vec<&str>> {
    match &schema["type"] {
        Value::String(name) => Some(vec![name]),
        Value::Array(names) => Some(names.iter().filter_map(Value::as_str).collect()),
        _ => None,
    }
}

fn kinds_fit(sent: &Value, taken: &Value) -> bool {
    let Some(taken_kinds) = kinds(taken) else { return true };
    // Words tell their type themselves.
    let Some(sent_kinds) = kinds(sent) else {
        return sent.get("const").is_some() || sent.get("enum").is_some();
    };
    let is_taken =
        |kind: &&str| taken_kinds.contains(kind) || **kind == *"integer" && taken_kinds.contains(&"number");
    sent_kinds.iter().all(is_taken) && formats_fit(sent, taken)
}

/// The widths of numbers; any other format is a type of its own.
fn formats_fit(sent: &Value, taken: &Value) -> bool {
    // The bits of the largest value: an unsigned number does not fit into a signed one of its own width.
    const WIDTHS: [(&str, u8); 8] = [
        ("int8", 7),
        ("uint8", 8),
        ("int16", 15),
        ("uint16", 16),
        ("int32", 31),
        ("uint32", 32),
        ("int64", 63),
        ("uint64", 64),
    ];
    let width = |format: &Value| WIDTHS.iter().find(|(name, _)| format == name).map(|(_, width)| *width);
    let (sent, taken) = (&sent["format"], &taken["format"]);
    match (width(sent), width(taken)) {
        (Some(sent), Some(taken)) => sent <= taken,
        _ => taken.is_null() || sent == taken || *taken == json!("float") || *taken == json!("double"),
    }
}
