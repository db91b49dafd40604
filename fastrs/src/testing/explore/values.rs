//! Values by schema: such as fit, and such as do not.

use regex::Regex;
use serde_json::{Map, Number, Value, json};

/// A small generator of pseudo-random numbers (xorshift64*): the same seed makes the same requests everywhere.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        // Zero would stay zero.
        Self(seed ^ 0x9e37_79b9_7f4a_7c15 | 1)
    }

    /// A number below `end`; 0 if that is 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).unwrap_or(0).checked_rem(end).unwrap_or(0)
    }

    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(super) fn pick<'i, T>(&mut self, items: &'i [T]) -> Option<&'i T> {
        items.get(self.below(items.len()))
    }
}

/// How deep optional fields and items are made.
const DEEP: usize = 4;

const TEXTS: [&str; 12] = ["a", "ab", "abc", "lamp", "A", "0", "1", "äöü", "🦀", "a b", "a-b", "ABC-123"];

/// What is seldom thought of.
const ODD_TEXTS: [&str; 12] = [
    "",
    " ",
    "null",
    "-1",
    "0",
    "1e400",
    "99999999999999999999",
    "NaN",
    "'\";--",
    "../..",
    "\u{202e}é🦀",
    "%00",
];

/// Makes values for the schemas of one document.
pub(super) struct Values<'d> {
    pub(super) document: &'d Value,
    pub(super) random: Random,
}

impl Values<'_> {
    /// A value that fits, as far as that can be told from the schema.
    pub(super) fn fitting(&mut self, schema: &Value) -> Value {
        self.make(schema, 0)
    }

    /// A value that probably does not fit: a fitting one with something odd in one place.
    pub(super) fn odd(&mut self, schema: &Value) -> Value {
        let mut value = self.fitting(schema);
        self.spoil(&mut value);
        value
    }

    /// Puts something odd in the place of a value, or of one inside it.
    fn spoil(&mut self, value: &mut Value) {
        let inner = match value {
            Value::Array(items) => {
                let index = self.random.below(items.len());
                items.get_mut(index)
            }
            Value::Object(fields) => {
                let index = self.random.below(fields.len());
                fields.values_mut().nth(index)
            }
            _ => None,
        };
        match inner {
            Some(inner) if self.random.chance(70) => self.spoil(inner),
            _ => *value = self.odd_value(),
        }
    }

    pub(super) fn odd_text(&mut self) -> String {
        if self.random.chance(10) {
            return "a".repeat(3000);
        }
        self.random.pick(&ODD_TEXTS).copied().unwrap_or_default().to_owned()
    }

    fn odd_value(&mut self) -> Value {
        let odd = [
            json!(null),
            json!(true),
            json!(0),
            json!(-1),
            json!(1.5),
            json!(i64::MIN),
            json!(u64::MAX),
            json!(1e300),
            json!([]),
            json!({}),
            json!([null]),
            json!({ "a": null }),
        ];
        if self.random.chance(40) {
            self.odd_text().into()
        } else {
            self.random.pick(&odd).cloned().unwrap_or_default()
        }
    }

    fn make(&mut self, schema: &Value, depth: usize) -> Value {
        if let Some(target) = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
            let target = self.document.pointer(target).cloned().unwrap_or_default();
            return self.make(&target, depth + 1);
        }
        if let Some(word) = schema.get("const") {
            return word.clone();
        }
        for keyword in ["enum", "examples"] {
            // Examples are what the author thinks of; other values are looked for, too.
            let wanted = keyword == "enum" || self.random.chance(30);
            if let Some(known) = schema[keyword].as_array().filter(|known| wanted && !known.is_empty()) {
                return self.random.pick(known).cloned().unwrap_or_default();
            }
        }
        if let Some(branches) = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
            // The last one is often `null`, which ends what would go on for ever.
            let branch = if depth > DEEP { branches.last() } else { self.random.pick(branches) };
            return branch.cloned().map(|branch| self.make(&branch, depth + 1)).unwrap_or_default();
        }
        if let Some(parts) = schema["allOf"].as_array() {
            return self.whole(parts, schema, depth);
        }
        let kind = match &schema["type"] {
            Value::Array(kinds) => self.random.pick(kinds).cloned().unwrap_or_default(),
            kind => kind.clone(),
        };
        match kind.as_str() {
            Some("string") => self.text(schema).into(),
            Some("integer") => self.integer(schema),
            Some("number") => self.number(schema),
            Some("boolean") => self.random.chance(50).into(),
            Some("array") => self.list(schema, depth),
            Some("object") => self.object(schema, depth).into(),
            Some("null") => Value::Null,
            _ if schema.get("properties").is_some() => self.object(schema, depth).into(),
            _ => {
                self.random.pick(&[json!(1), json!("a"), json!({ "a": [null] })]).cloned().unwrap_or_default()
            }
        }
    }

    fn whole(&mut self, parts: &[Value], schema: &Value, depth: usize) -> Value {
        let mut whole = self.object(schema, depth);
        for part in parts {
            match self.make(part, depth + 1) {
                Value::Object(fields) => whole.extend(fields),
                other => return other,
            }
        }
        whole.into()
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Map<String, Value> {
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let mut object = Map::new();
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            if required.contains(&name.as_str()) || depth < DEEP && self.random.chance(50) {
                object.insert(name.clone(), self.make(field, depth + 1));
            }
        }
        if let Some(field) = schema.get("additionalProperties").filter(|field| field.is_object()) {
            let least = bound(schema, "minProperties").unwrap_or(0.0) as usize;
            for index in 0..least.max(self.random.below(3)) {
                let name = match schema.get("propertyNames") {
                    Some(names) => self.make(names, depth + 1).as_str().unwrap_or_default().to_owned(),
                    None => format!("{}{index}", self.random.pick(&TEXTS).unwrap_or(&"a")),
                };
                object.insert(name, self.make(field, depth + 1));
            }
        }
        object
    }

    fn list(&mut self, schema: &Value, depth: usize) -> Value {
        if let Some(items) = schema["prefixItems"].as_array() {
            return items.iter().map(|item| self.make(item, depth + 1)).collect();
        }
        let least = bound(schema, "minItems").unwrap_or(0.0) as usize;
        let most = bound(schema, "maxItems").map_or(usize::MAX, |most| most as usize);
        let more = if depth > DEEP { 0 } else { self.random.below(4) };
        let mut items: Vec<Value> = Vec::new();
        for _ in 0..least.saturating_add(more).min(most) {
            let item = self.make(&schema["items"], depth + 1);
            if schema["uniqueItems"] != true || !items.contains(&item) {
                items.push(item);
            }
        }
        items.into()
    }

    fn integer(&mut self, schema: &Value) -> Value {
        let step = bound(schema, "multipleOf").unwrap_or(1.0).max(1.0);
        let least =
            bound(schema, "minimum").or_else(|| bound(schema, "exclusiveMinimum").map(|least| least + 1.0));
        let most =
            bound(schema, "maximum").or_else(|| bound(schema, "exclusiveMaximum").map(|most| most - 1.0));
        let number = self.between(least, most);
        let number = (number / step).round() * step;
        json!(number as i64)
    }

    fn number(&mut self, schema: &Value) -> Value {
        let least =
            bound(schema, "minimum").or_else(|| bound(schema, "exclusiveMinimum").map(|least| least + 0.5));
        let most =
            bound(schema, "maximum").or_else(|| bound(schema, "exclusiveMaximum").map(|most| most - 0.5));
        let number = self.between(least, most);
        let number = bound(schema, "multipleOf").map_or(number, |step| (number / step).round() * step);
        Number::from_f64(number).map_or(Value::Null, Value::Number)
    }

    /// One of the bounds, or a number near them: programs break at their ends.
    fn between(&mut self, least: Option<f64>, most: Option<f64>) -> f64 {
        let steps = self.random.below(20) as f64;
        let number = match (least, most, self.random.below(3)) {
            (Some(least), _, 0) => least,
            (_, Some(most), 1) => most,
            (Some(least), _, _) => least + steps,
            (None, Some(most), _) => most - steps,
            (None, None, _) => steps - 5.0,
        };
        number.clamp(least.unwrap_or(f64::MIN), most.unwrap_or(f64::MAX).max(least.unwrap_or(f64::MIN)))
    }

    fn text(&mut self, schema: &Value) -> String {
        if let Some(known) = schema["format"].as_str().and_then(of_format) {
            return known.to_owned();
        }
        let least = bound(schema, "minLength").unwrap_or(0.0) as usize;
        let most = bound(schema, "maxLength").map_or(usize::MAX, |most| most as usize);
        let mut text = self.random.pick(&TEXTS).copied().unwrap_or_default().to_owned();
        if let Some(pattern) = schema["pattern"].as_str().and_then(|pattern| Regex::new(pattern).ok()) {
            let fitting: Vec<_> = TEXTS.iter().filter(|text| pattern.is_match(text)).collect();
            text = self.random.pick(&fitting).map_or(text, |text| (**text).to_owned());
        }
        while text.chars().count() < least {
            text.push('a');
        }
        text.chars().take(most).collect()
    }
}

fn bound(schema: &Value, keyword: &str) -> Option<f64> {
    schema[keyword].as_f64()
}

fn of_format(format: &str) -> Option<&'static str> {
    let known = match format {
        "uuid" => "67e55044-10b1-426f-9247-bb680e5fe0c8",
        "date" => "2024-02-29",
        "date-time" => "2024-02-29T12:30:00Z",
        "time" => "12:30:00",
        "duration" => "P1DT2H",
        "email" => "user@example.com",
        "uri" => "https://example.com/a",
        "ipv4" => "10.0.0.1",
        "ipv6" => "::1",
        "byte" | "base64" => "YWJj",
        _ => return None,
    };
    Some(known)
}
