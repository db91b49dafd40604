//! Whether a JSON value is what a schema says: the keywords of JSON Schema 2020-12 that fastrs's documents use.
//!
//! A crate for all of JSON Schema would be a dependency of every program, for its tests alone. `format` is not looked
//! at: what it means is decided by the type that writes the value.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;

use regex::Regex;
use serde_json::{Map, Value};

/// Where a value is not what the schema says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mismatch {
    /// The JSON pointer of the place.
    pub(super) pointer: String,
    pub(super) what: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pointer, what } = self;
        if pointer.is_empty() { f.write_str(what) } else { write!(f, "at `{pointer}`: {what}") }
    }
}

/// Compares values with schemas of one document.
pub(super) struct SchemaCheck<'d> {
    document: &'d Value,
    /// Compiled once, since a list may have many items.
    patterns: RefCell<HashMap<String, Option<Regex>>>,
}

type Found = Vec<Mismatch>;

impl<'d> SchemaCheck<'d> {
    pub(super) fn new(document: &'d Value) -> Self {
        Self { document, patterns: RefCell::default() }
    }

    /// Every mismatch of `value`.
    pub(super) fn mismatches(&self, schema: &Value, value: &Value) -> Vec<Mismatch> {
        let mut found = Vec::new();
        self.visit(schema, value, "", &mut found);
        found
    }

    fn fits(&self, schema: &Value, value: &Value) -> bool {
        self.mismatches(schema, value).is_empty()
    }

    fn visit(&self, schema: &Value, value: &Value, at: &str, found: &mut Found) {
        let Value::Object(keywords) = schema else {
            if *schema == Value::Bool(false) {
                note(found, at, "nothing is allowed here");
            }
            return;
        };
        if let Some(Value::String(reference)) = keywords.get("$ref") {
            match self.target(reference) {
                Some(target) => self.visit(target, value, at, found),
                None => note(found, at, format!("the document has no `{reference}`")),
            }
        }
        kind(keywords, value, at, found);
        words(keywords, value, at, found);
        match value {
            Value::Object(object) => self.object(keywords, object, at, found),
            Value::Array(items) => self.array(keywords, items, at, found),
            Value::String(text) => self.text(keywords, text, at, found),
            Value::Number(number) => numbers(keywords, number.as_f64().unwrap_or(f64::NAN), at, found),
            Value::Null | Value::Bool(_) => {}
        }
        self.combined(keywords, value, at, found);
    }

    /// What a reference within the document leads to.
    pub(super) fn target(&self, reference: &str) -> Option<&'d Value> {
        self.document.pointer(reference.strip_prefix('#')?)
    }

    fn object(&self, schema: &Map<String, Value>, object: &Map<String, Value>, at: &str, found: &mut Found) {
        for name in array(schema, "required").iter().filter_map(Value::as_str) {
            if !object.contains_key(name) {
                note(found, at, format!("the field `{name}` is missing"));
            }
        }
        count(schema, ["minProperties", "maxProperties"], object.len(), "fields", at, found);
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, value) in object {
            let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
            if let Some(names) = schema.get("propertyNames") {
                self.visit(names, &Value::from(name.as_str()), &at, found);
            }
            match properties.and_then(|properties| properties.get(name)) {
                Some(schema) => self.visit(schema, value, &at, found),
                None => self.unnamed(schema, name, value, &at, found),
            }
        }
    }

    /// A field that `properties` does not name.
    fn unnamed(&self, schema: &Map<String, Value>, name: &str, value: &Value, at: &str, found: &mut Found) {
        let patterns = schema.get("patternProperties").and_then(Value::as_object);
        let mut fitting =
            patterns.into_iter().flatten().filter(|(pattern, _)| self.matches(pattern, name)).peekable();
        if fitting.peek().is_some() {
            fitting.for_each(|(_, schema)| self.visit(schema, value, at, found));
            return;
        }
        match schema.get("additionalProperties") {
            Some(Value::Bool(false)) => note(found, at, "the schema has no such field"),
            Some(schema) => self.visit(schema, value, at, found),
            None => {}
        }
    }

    fn array(&self, schema: &Map<String, Value>, items: &[Value], at: &str, found: &mut Found) {
        count(schema, ["minItems", "maxItems"], items.len(), "items", at, found);
        let is_repeated =
            |(index, item): (usize, &Value)| items[..index].iter().any(|known| same(known, item));
        if schema.get("uniqueItems") == Some(&Value::Bool(true)) && items.iter().enumerate().any(is_repeated)
        {
            note(found, at, "an item stands twice");
        }
        let first = array(schema, "prefixItems");
        for (index, item) in items.iter().enumerate() {
            if let Some(schema) = first.get(index).or_else(|| schema.get("items")) {
                self.visit(schema, item, &format!("{at}/{index}"), found);
            }
        }
    }

    fn text(&self, schema: &Map<String, Value>, text: &str, at: &str, found: &mut Found) {
        count(schema, ["minLength", "maxLength"], text.chars().count(), "characters", at, found);
        if let Some(Value::String(pattern)) = schema.get("pattern")
            && !self.matches(pattern, text)
        {
            note(found, at, format!("{text:?} does not match `{pattern}`"));
        }
        // JSON Schema leaves it to the reader whether text in text is looked into.
        if let Some(content) = schema.get("contentSchema") {
            match serde_json::from_str(text) {
                Ok(value) => self.visit(content, &value, at, found),
                Err(error) => note(found, at, format!("the text is no JSON: {error}")),
            }
        }
    }

    /// Whether a pattern matches; one of a syntax that is unknown here matches everything.
    fn matches(&self, pattern: &str, text: &str) -> bool {
        let mut patterns = self.patterns.borrow_mut();
        let compiled = patterns.entry(pattern.to_owned()).or_insert_with(|| Regex::new(pattern).ok());
        compiled.as_ref().is_none_or(|pattern| pattern.is_match(text))
    }

    fn combined(&self, schema: &Map<String, Value>, value: &Value, at: &str, found: &mut Found) {
        for branch in array(schema, "allOf") {
            self.visit(branch, value, at, found);
        }
        if schema.get("not").is_some_and(|schema| self.fits(schema, value)) {
            note(found, at, "the value fits what it must not fit");
        }
        for keyword in ["anyOf", "oneOf"] {
            let branches = array(schema, keyword);
            let fitting = branches.iter().filter(|branch| self.fits(branch, value)).count();
            match fitting {
                0 if !branches.is_empty() => self.nearest(branches, value, at, found),
                2.. if keyword == "oneOf" => {
                    note(found, at, format!("the value fits {fitting} alternatives"))
                }
                _ => {}
            }
        }
    }

    /// Tells what is wrong with the alternative that was probably meant: one that is wrong deeper inside, else the one
    /// with the fewest mismatches.
    fn nearest(&self, branches: &[Value], value: &Value, at: &str, found: &mut Found) {
        note(found, at, format!("the value fits none of the {} alternatives", branches.len()));
        let mismatches = |branch| {
            let mut found = Vec::new();
            self.visit(branch, value, at, &mut found);
            found
        };
        let rank = |found: &Found| (found.iter().any(|mismatch| mismatch.pointer == at), found.len());
        found.extend(branches.iter().map(mismatches).min_by_key(rank).unwrap_or_default());
    }
}

fn note(found: &mut Found, at: &str, what: impl Into<String>) {
    found.push(Mismatch { pointer: at.to_owned(), what: what.into() });
}

fn array<'s>(schema: &'s Map<String, Value>, keyword: &str) -> &'s [Value] {
    schema.get(keyword).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn kind(schema: &Map<String, Value>, value: &Value, at: &str, found: &mut Found) {
    let (fits, wanted) = match schema.get("type") {
        Some(Value::String(name)) => (is_kind(value, name), format!("`{name}`")),
        Some(Value::Array(names)) => {
            let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
            (names.iter().any(|name| is_kind(value, name)), format!("one of `{}`", names.join("`, `")))
        }
        _ => return,
    };
    if !fits {
        note(found, at, format!("{} is not of the type {wanted}", short(value)));
    }
}

fn is_kind(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        _ => true,
    }
}

fn words(schema: &Map<String, Value>, value: &Value, at: &str, found: &mut Found) {
    if let Some(Value::Array(words)) = schema.get("enum")
        && !words.iter().any(|word| same(word, value))
    {
        note(found, at, format!("{} is none of {}", short(value), Value::from(words.clone())));
    }
    if let Some(word) = schema.get("const").filter(|word| !same(word, value)) {
        note(found, at, format!("{} is not {word}", short(value)));
    }
}

/// Whether two values are one to JSON Schema, to which `1` is `1.0`.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let is_there = |(name, value)| other.get(name).is_some_and(|other| same(value, other));
            one.len() == other.len() && one.iter().all(is_there)
        }
        _ => one == other,
    }
}

/// Compares a size with the two keywords of its bounds.
fn count(
    schema: &Map<String, Value>,
    [least, most]: [&str; 2],
    size: usize,
    unit: &str,
    at: &str,
    found: &mut Found,
) {
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
    let size = size as u64;
    if let Some(least) = bound(least).filter(|least| size < *least) {
        note(found, at, format!("{size} {unit}, where there are at least {least}"));
    }
    if let Some(most) = bound(most).filter(|most| size > *most) {
        note(found, at, format!("{size} {unit}, where there are at most {most}"));
    }
}

/// A keyword of a bound, whether a number breaks it, and how that is said.
type BoundRule = (&'static str, fn(f64, f64) -> bool, &'static str);

const BOUNDS: [BoundRule; 5] = [
    ("minimum", |number, bound| number < bound, "less than"),
    ("exclusiveMinimum", |number, bound| number <= bound, "not greater than"),
    ("maximum", |number, bound| number > bound, "greater than"),
    ("exclusiveMaximum", |number, bound| number >= bound, "not less than"),
    ("multipleOf", |number, bound| !is_multiple(number, bound), "not a multiple of"),
];

fn numbers(schema: &Map<String, Value>, number: f64, at: &str, found: &mut Found) {
    for (keyword, breaks, said) in BOUNDS {
        let bound = schema.get(keyword).and_then(Value::as_f64);
        if let Some(bound) = bound.filter(|bound| breaks(number, *bound)) {
            note(found, at, format!("{number} is {said} {bound}"));
        }
    }
}

/// Binary fractions are seldom exact, so the nearest multiple is near enough.
fn is_multiple(number: f64, of: f64) -> bool {
    let times = number / of;
    (times - times.round()).abs() <= 1e-9 * times.abs().max(1.0)
}

/// A value in a message.
fn short(value: &Value) -> String {
    const LONGEST: usize = 60;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The mismatches of each value with a schema, one per line; none where it fits.
    #[track_caller]
    fn check(schema: Value, cases: &[(Value, &str)]) {
        let document = json!({ "components": { "schemas": {
            "Short": { "type": "string", "maxLength": 2 },
            "Tree": { "type": "object", "properties": {
                "children": { "type": "array", "items": { "$ref": "#/components/schemas/Tree" } } } },
        } } });
        let check = SchemaCheck::new(&document);
        for (value, expected) in cases {
            let found: Vec<String> =
                check.mismatches(&schema, value).iter().map(ToString::to_string).collect();
            assert_eq!(found.join("\n"), *expected, "{schema} {value}");
        }
    }

    #[test]
    fn types() {
        for (name, good, bad) in [
            ("null", json!([null]), json!([0, "", false])),
            ("boolean", json!([true, false]), json!([0, null])),
            ("string", json!(["", "a"]), json!([1, null])),
            ("integer", json!([1, -1, 1.0, u64::MAX]), json!([1.5, "1"])),
            ("number", json!([1, 1.5]), json!(["1", null])),
            ("array", json!([[]]), json!([{}, ""])),
            ("object", json!([{}]), json!([[], null])),
        ] {
            let schema = json!({ "type": name });
            for value in good.as_array().unwrap() {
                check(schema.clone(), &[(value.clone(), "")]);
            }
            for value in bad.as_array().unwrap() {
                let expected = format!("{value} is not of the type `{name}`");
                check(schema.clone(), &[(value.clone(), &expected)]);
            }
        }
        check(
            json!({ "type": ["string", "null"] }),
            &[
                (json!(null), ""),
                (json!("a"), ""),
                (json!(1), "1 is not of the type one of `string`, `null`"),
            ],
        );
        check(json!(false), &[(json!(1), "nothing is allowed here")]);
        check(json!(true), &[(json!(1), "")]);
        check(json!({}), &[(json!([1]), "")]);
    }

    #[test]
    fn words() {
        check(
            json!({ "enum": ["a", 1] }),
            &[(json!("a"), ""), (json!(1.0), ""), (json!("b"), "\"b\" is none of [\"a\",1]")],
        );
        check(
            json!({ "const": { "a": [1] } }),
            &[(json!({ "a": [1.0] }), ""), (json!({}), "{} is not {\"a\":[1]}")],
        );
    }

    #[test]
    fn references() {
        check(
            json!({ "$ref": "#/components/schemas/Short", "minLength": 1 }),
            &[
                (json!("ab"), ""),
                (json!("abc"), "3 characters, where there are at most 2"),
                (json!(""), "0 characters, where there are at least 1"),
            ],
        );
        check(json!({ "$ref": "#/nowhere" }), &[(json!(1), "the document has no `#/nowhere`")]);
        check(
            json!({ "$ref": "#/components/schemas/Tree" }),
            &[
                (json!({ "children": [{ "children": [] }] }), ""),
                (
                    json!({ "children": [{ "children": [1] }] }),
                    "at `/children/0/children/0`: 1 is not of the type `object`",
                ),
            ],
        );
    }

    #[test]
    fn objects() {
        let schema = json!({ "properties": { "a": { "type": "string" }, "b/c": { "type": "null" } }, "required": ["a"] });
        check(
            schema.clone(),
            &[
                (json!({ "a": "", "more": 1 }), ""),
                (json!({}), "the field `a` is missing"),
                (
                    json!({ "a": 1, "b/c": 1 }),
                    "at `/a`: 1 is not of the type `string`\nat `/b~1c`: 1 is not of the type `null`",
                ),
                (json!(["a"]), ""),
            ],
        );
        let mut closed = schema.clone();
        closed["additionalProperties"] = json!(false);
        check(closed, &[(json!({ "a": "", "more": 1 }), "at `/more`: the schema has no such field")]);
        let mut map = schema;
        map["additionalProperties"] = json!({ "type": "integer" });
        map["patternProperties"] = json!({ "^x-": { "type": "string" } });
        check(
            map,
            &[
                (json!({ "a": "", "more": 1, "x-more": "" }), ""),
                (
                    json!({ "a": "", "more": "", "x-more": 1 }),
                    "at `/more`: \"\" is not of the type `integer`\nat `/x-more`: 1 is not of the type `string`",
                ),
            ],
        );
        check(
            json!({ "minProperties": 1, "maxProperties": 1, "propertyNames": { "maxLength": 1 } }),
            &[
                (json!({ "a": 1 }), ""),
                (json!({}), "0 fields, where there are at least 1"),
                (
                    json!({ "a": 1, "bc": 1 }),
                    "2 fields, where there are at most 1\nat `/bc`: 2 characters, where there are at most 1",
                ),
            ],
        );
    }

    #[test]
    fn arrays() {
        check(
            json!({ "items": { "type": "integer" }, "minItems": 1, "maxItems": 2, "uniqueItems": true }),
            &[
                (json!([1, 2]), ""),
                (json!([]), "0 items, where there are at least 1"),
                (json!([1, 2, 3]), "3 items, where there are at most 2"),
                (json!([1, 1.0]), "an item stands twice"),
                (json!([1, "a"]), "at `/1`: \"a\" is not of the type `integer`"),
            ],
        );
        check(
            json!({ "prefixItems": [{ "type": "integer" }, { "type": "string" }], "items": false }),
            &[
                (json!([1, "a"]), ""),
                (json!(["a"]), "at `/0`: \"a\" is not of the type `integer`"),
                (json!([1, "a", 2]), "at `/2`: nothing is allowed here"),
            ],
        );
    }

    #[test]
    fn texts() {
        check(
            json!({ "minLength": 2, "maxLength": 3, "pattern": "^[ä-ü]+$" }),
            &[
                (json!("äöü"), ""),
                (json!("ab"), "\"ab\" does not match `^[ä-ü]+$`"),
                (json!("ä"), "1 characters, where there are at least 2"),
                (json!(1), ""),
            ],
        );
        check(json!({ "pattern": "(?=look)" }), &[(json!("beyond"), "")]);
        check(
            json!({ "contentMediaType": "application/json", "contentSchema": { "type": "integer" } }),
            &[
                (json!("1"), ""),
                (json!("\"a\""), "\"a\" is not of the type `integer`"),
                (json!("a"), "the text is no JSON: expected value at line 1 column 1"),
            ],
        );
    }

    #[test]
    fn bounds() {
        check(
            json!({ "minimum": 1, "maximum": 3 }),
            &[
                (json!(1), ""),
                (json!(3), ""),
                (json!(0), "0 is less than 1"),
                (json!(4), "4 is greater than 3"),
                (json!("0"), ""),
            ],
        );
        check(
            json!({ "exclusiveMinimum": 1, "exclusiveMaximum": 3 }),
            &[(json!(2), ""), (json!(1), "1 is not greater than 1"), (json!(3), "3 is not less than 3")],
        );
        check(
            json!({ "multipleOf": 0.1 }),
            &[(json!(0.3), ""), (json!(0.35), "0.35 is not a multiple of 0.1")],
        );
    }

    #[test]
    fn alternatives() {
        check(
            json!({ "anyOf": [{ "type": "object", "required": ["a", "b"] }, { "type": "null" }] }),
            &[
                (json!(null), ""),
                (json!({ "a": 1, "b": 1 }), ""),
                (json!(1), "the value fits none of the 2 alternatives\n1 is not of the type `object`"),
            ],
        );
        let tagged = |tag: &str, field: &str| json!({ "properties": { "t": { "const": tag }, field: { "type": "integer" } }, "required": ["t", field] });
        check(
            json!({ "oneOf": [tagged("a", "x"), tagged("b", "y")] }),
            &[
                (json!({ "t": "b", "y": 1 }), ""),
                (
                    json!({ "t": "b", "y": "" }),
                    "the value fits none of the 2 alternatives\nat `/y`: \"\" is not of the type `integer`",
                ),
            ],
        );
        check(
            json!({ "oneOf": [{ "type": "integer" }, { "type": "number" }] }),
            &[(json!(1.5), ""), (json!(1), "the value fits 2 alternatives")],
        );
        check(
            json!({ "allOf": [{ "minimum": 1 }, { "maximum": 2 }], "not": { "const": 2 } }),
            &[
                (json!(1), ""),
                (json!(3), "3 is greater than 2"),
                (json!(2), "the value fits what it must not fit"),
            ],
        );
    }
}
