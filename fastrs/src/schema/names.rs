//! Final names of component schemas.
//!
//! A model whose input and output differ becomes `Name-Input` and `Name-Output`; two types of one name are
//! told apart by their module path, as FastAPI does.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{INPUT, OUTPUT, normalize, tagged};

/// `#[model]` marks its schemas with the type's full path under this keyword.
pub(super) const MARK: &str = "x-fastrs-type";

/// `#[model(exclude_none)]` marks its schemas with this: what is null is not written.
const EXCLUDE_NONE: &str = "x-fastrs-exclude-none";

/// Where a definition came from, with what tells it apart.
struct Definition {
    marker: &'static str,
    key: String,
    identity: (String, String),
    schema: Value,
}

/// A name that two different schemas would have.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Clash {
    pub(crate) name: String,
    /// The paths of the two types, as far as they are known.
    paths: [String; 2],
}

impl Clash {
    /// The two types in brackets, where their paths are known.
    pub(crate) fn types(&self) -> String {
        match &self.paths {
            [one, two] if !one.is_empty() && !two.is_empty() && one != two => {
                format!(" (`{one}` and `{two}`)")
            }
            _ => String::new(),
        }
    }
}

pub(super) fn settle(
    mut input: Map<String, Value>,
    mut output: Map<String, Value>,
    separate: bool,
    document: &mut Value,
) -> (Map<String, Value>, Vec<Clash>) {
    let spell =
        |value: &mut Value| rewrite_with(value, &|target| is_mapping(target).then(|| decoded(target)));
    input.values_mut().chain(output.values_mut()).chain([&mut *document]).for_each(spell);
    tagged::name_variants(INPUT, &mut input);
    tagged::name_variants(OUTPUT, &mut output);
    let mut all = definitions(INPUT, input);
    all.extend(definitions(OUTPUT, require_all_but_null(output)));
    if separate {
        share_required(&mut all);
    } else {
        share_input(&mut all);
    }
    let targets = final_names(&all);
    let mut components = BTreeMap::new();
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    let mut clashes = Vec::new();
    for definition in &mut all {
        let name = targets[&format!("{}{}", definition.marker, definition.key)].clone();
        let mut schema = std::mem::take(&mut definition.schema);
        rewrite(&mut schema, &targets);
        let path = definition.identity.1.clone();
        match components.get(&name) {
            // The directions of one type differ only where they have two names.
            Some(known) if *known != schema => {
                clashes.push(Clash { paths: [paths[&name].clone(), path.clone()], name: name.clone() });
            }
            _ => {}
        }
        paths.insert(name.clone(), path);
        components.insert(name, schema);
    }
    rewrite(document, &targets);
    strip_marks(document);
    let used = reachable(document, &components);
    clashes.retain(|clash| used.contains(&clash.name));
    (components.into_iter().filter(|(name, _)| used.contains(name)).collect(), clashes)
}

/// A model that leaves out what is null surely has every field that cannot be.
fn require_all_but_null(mut schemas: Map<String, Value>) -> Map<String, Value> {
    let mut required: Vec<(String, Value)> = Vec::new();
    for (key, schema) in schemas.iter().filter(|(_, schema)| schema.get(EXCLUDE_NONE).is_some()) {
        let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        let sure = properties.filter(|(_, property)| !admits_null(property, &schemas, 0));
        required.push((key.clone(), sure.map(|(name, _)| name.as_str()).collect()));
    }
    for (key, names) in required {
        if let Some(Value::Object(schema)) = schemas.get_mut(&key) {
            schema.shift_remove("required");
            if names != Value::Array(Vec::new()) {
                schema.insert("required".into(), names);
            }
        }
    }
    schemas
}

/// How far references are followed to see whether a value can be null.
const DEEP: usize = 16;

fn admits_null(schema: &Value, all: &Map<String, Value>, depth: usize) -> bool {
    let Value::Object(object) = schema else { return *schema == Value::Bool(true) };
    if depth == DEEP {
        return false;
    }
    let branch = |schema: &Value| admits_null(schema, all, depth + 1);
    if let Some(Value::String(target)) = object.get("$ref") {
        return target.strip_prefix(OUTPUT).and_then(|key| all.get(key)).is_some_and(branch);
    }
    if let Some(Value::Array(branches)) = object.get("anyOf").or_else(|| object.get("oneOf")) {
        return branches.iter().any(branch);
    }
    match (object.get("type"), object.get("enum"), object.get("const")) {
        (Some(Value::Array(types)), ..) => types.iter().any(|name| name == "null"),
        (Some(name), ..) => name == "null",
        (_, Some(Value::Array(values)), _) => values.contains(&Value::Null),
        (.., Some(value)) => value.is_null(),
        // Anything at all.
        _ => true,
    }
}

/// The names that the document refers to, by whatever way. A model that only gave parameters is not among them.
fn reachable(document: &Value, components: &BTreeMap<String, Value>) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(object) => open.extend(object.values()),
            Value::String(text) => {
                let name = text.strip_prefix("#/components/schemas/");
                let target = name.and_then(|name| components.get_key_value(name));
                if let Some((name, schema)) = target
                    && used.insert(name.clone())
                {
                    open.push(schema);
                }
            }
            _ => {}
        }
    }
    used
}

/// What is written always has its defaults filled in, so that output alone would demand every field. That is no reason
/// for two schemas of one model: where nothing else differs, both demand what must be sent.
fn share_required(all: &mut [Definition]) {
    let without = |schema: &Value| {
        let mut schema = schema.clone();
        rewrite_with(&mut schema, &|target| target.rsplit('/').next().map(str::to_owned));
        if let Some(object) = schema.as_object_mut() {
            object.shift_remove("required");
        }
        schema
    };
    let inputs: Vec<(String, String, Value)> = all
        .iter()
        .filter(|d| d.marker == INPUT)
        .map(|d| (d.identity.0.clone(), d.identity.1.clone(), d.schema.clone()))
        .collect();
    for output in all.iter_mut().filter(|definition| definition.marker == OUTPUT) {
        let twin =
            inputs.iter().find(|(base, path, _)| (base, path) == (&output.identity.0, &output.identity.1));
        let Some((_, _, input)) = twin else { continue };
        if without(input) != without(&output.schema) {
            continue;
        }
        if let Some(object) = output.schema.as_object_mut() {
            object.shift_remove("required");
            if let Some(required) = input.get("required") {
                object.insert("required".into(), required.clone());
            }
        }
    }
}

/// One schema for both directions: that of what is sent.
fn share_input(all: &mut [Definition]) {
    let inputs: Vec<((String, String), Value)> = all
        .iter()
        .filter(|definition| definition.marker == INPUT)
        .map(|definition| (definition.identity.clone(), definition.schema.clone()))
        .collect();
    for output in all.iter_mut().filter(|definition| definition.marker == OUTPUT) {
        if let Some((_, schema)) = inputs.iter().find(|(identity, _)| *identity == output.identity) {
            output.schema = schema.clone();
        }
    }
}

fn definitions(marker: &'static str, schemas: Map<String, Value>) -> Vec<Definition> {
    let paths: BTreeMap<String, String> = schemas
        .iter()
        .filter_map(|(key, schema)| Some((key.clone(), schema.get(MARK)?.as_str()?.to_owned())))
        .collect();
    schemas
        .into_iter()
        .map(|(key, mut schema)| {
            normalize::normalize_named(&mut schema);
            strip_marks(&mut schema);
            let path = paths.get(&key).cloned().unwrap_or_default();
            let base = base_name(&key, &path, &paths);
            Definition { marker, identity: (base, path), key, schema }
        })
        .collect()
}

/// schemars numbers the second type of a name (`Item2`); this is the name without such a number.
fn base_name(key: &str, path: &str, paths: &BTreeMap<String, String>) -> String {
    let stripped = key.trim_end_matches(|c: char| c.is_ascii_digit());
    let own = path.rsplit("::").next() == Some(key);
    let numbered = stripped != key && !own && paths.get(stripped).is_some_and(|other| other != path);
    if numbered { stripped.to_owned() } else { key.to_owned() }
}

/// The final name for every marked reference.
fn final_names(all: &[Definition]) -> BTreeMap<String, String> {
    let differing = differing(all);
    let mut paths_of: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for definition in all {
        paths_of.entry(&definition.identity.0).or_default().insert(&definition.identity.1);
    }
    all.iter()
        .map(|definition| {
            let (base, path) = &definition.identity;
            let mut name = base.clone();
            if paths_of[base.as_str()].len() > 1 && !path.is_empty() {
                name = long_name(path, base);
            }
            if differing.contains(&definition.identity) {
                name += if definition.marker == INPUT { "-Input" } else { "-Output" };
            }
            (format!("{}{}", definition.marker, definition.key), component_name(&name))
        })
        .collect()
}

/// The name with its module path. The type's own name stands in it too where the schema has another one.
fn long_name(path: &str, base: &str) -> String {
    let (module, own) = path.rsplit_once("::").unwrap_or(("", path));
    let place = if base.starts_with(own) { module } else { path };
    format!("{}__{base}", place.replace("::", "__"))
}

/// OpenAPI allows letters, digits, `.`, `-` and `_` in the name of a component.
fn component_name(name: &str) -> String {
    name.replace(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')), "_")
}

/// The types whose input and output schemas differ, in themselves or in what they refer to.
fn differing(all: &[Definition]) -> BTreeSet<(String, String)> {
    let identity_of: BTreeMap<String, &(String, String)> =
        all.iter().map(|d| (format!("{}{}", d.marker, d.key), &d.identity)).collect();
    let side = |marker| all.iter().filter(move |d| d.marker == marker);
    let neutral = |schema: &Value| {
        let mut schema = schema.clone();
        rewrite_with(&mut schema, &|target| {
            identity_of.get(target).map(|(base, path)| format!("{path}#{base}"))
        });
        schema
    };
    let mut differing = BTreeSet::new();
    for input in side(INPUT) {
        let twin = side(OUTPUT).find(|output| output.identity == input.identity);
        if twin.is_some_and(|output| neutral(&input.schema) != neutral(&output.schema)) {
            differing.insert(input.identity.clone());
        }
    }
    // What refers to a differing type differs too, if it is used both ways.
    loop {
        let both = |d: &&Definition| all.iter().any(|o| o.identity == d.identity && o.marker != d.marker);
        let more: Vec<_> = all
            .iter()
            .filter(|d| !differing.contains(&d.identity))
            .filter(both)
            .filter(|d| refers(&d.schema, &|t| identity_of.get(t).is_some_and(|id| differing.contains(*id))))
            .map(|d| d.identity.clone())
            .collect();
        if more.is_empty() {
            return differing;
        }
        differing.extend(more);
    }
}

fn refers(schema: &Value, wanted: &dyn Fn(&str) -> bool) -> bool {
    match schema {
        Value::Array(items) => items.iter().any(|item| refers(item, wanted)),
        Value::Object(object) => object.iter().any(|(key, value)| match value {
            Value::String(target) if key == "$ref" => wanted(target),
            value => refers(value, wanted),
        }),
        _ => false,
    }
}

fn rewrite(value: &mut Value, targets: &BTreeMap<String, String>) {
    rewrite_with(value, &|target| targets.get(target).map(|name| format!("#/components/schemas/{name}")));
}

fn rewrite_with(value: &mut Value, settle: &dyn Fn(&str) -> Option<String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite_with(item, settle)),
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                match value {
                    Value::String(target) if key == "$ref" || is_mapping(target) => {
                        if let Some(settled) = settle(target) {
                            *target = settled;
                        }
                    }
                    value => rewrite_with(value, settle),
                }
            }
        }
        _ => {}
    }
}

/// The name behind a reference to a definition, which schemars writes as a JSON pointer in a URI.
pub(super) fn decoded(target: &str) -> String {
    let pointer = percent_encoding::percent_decode_str(target).decode_utf8_lossy();
    pointer.replace("~1", "/").replace("~0", "~")
}

/// A discriminator's mapping holds references as plain strings.
fn is_mapping(text: &str) -> bool {
    text.starts_with(INPUT) || text.starts_with(OUTPUT)
}

pub(super) fn strip_marks(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(strip_marks),
        Value::Object(object) => {
            object.shift_remove(MARK);
            object.shift_remove(EXCLUDE_NONE);
            object.values_mut().for_each(strip_marks);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn map(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn equal_directions_share_a_name_and_others_split() {
        let input = map(json!({ "Same": { "type": "string" }, "Inner": { "type": "number" },
            "Outer": { "items": { "$ref": "#/input/Inner" } } }));
        let output = map(json!({ "Same": { "type": "string" }, "Inner": { "type": "string" },
            "Outer": { "items": { "$ref": "#/output/Inner" } } }));
        let mut document =
            json!([{ "$ref": "#/input/Same" }, { "$ref": "#/output/Outer" }, { "$ref": "#/input/Outer" }]);
        let (components, _) = settle(input, output, true, &mut document);
        let names: Vec<_> = components.keys().collect();
        assert_eq!(names, ["Inner-Input", "Inner-Output", "Outer-Input", "Outer-Output", "Same"]);
        assert_eq!(components["Outer-Input"]["items"]["$ref"], "#/components/schemas/Inner-Input");
        assert_eq!(document[1]["$ref"], "#/components/schemas/Outer-Output");
    }

    #[test]
    fn two_types_of_one_name_are_told_apart_and_a_number_of_ones_own_is_kept() {
        let input = map(json!({
            "A": { "type": "string", MARK: "app::one::A" },
            "A2": { "type": "number", MARK: "app::two::A" },
            "B": { MARK: "app::B" },
            "B2": { MARK: "app::B2" },
        }));
        let mut document =
            json!(["A2", "A", "B", "B2"].map(|name| json!({ "$ref": format!("#/input/{name}") })));
        let (components, clashes) = settle(input, Map::new(), true, &mut document);
        assert_eq!(clashes, []);
        let names: Vec<_> = components.keys().collect();
        assert_eq!(names, ["B", "B2", "app__one__A", "app__two__A"]);
        assert_eq!(document[0]["$ref"], "#/components/schemas/app__two__A");
    }
}
