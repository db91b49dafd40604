//! Tagged unions as OpenAPI knows them: a named schema for every variant, and a `discriminator` that tells which is which.

use serde_json::{Map, Value, json};

use super::names::MARK;

/// Names the variants of every tagged union among `schemas`, whose references begin with `prefix`.
pub(super) fn name_variants(prefix: &str, schemas: &mut Map<String, Value>) {
    let unions: Vec<String> = schemas.keys().cloned().collect();
    for union in unions {
        let Some(variants) = variants(&union, &schemas[&union]) else { continue };
        // A name that is taken already means something else.
        if variants.named.iter().any(|variant| schemas.contains_key(&variant.name)) {
            continue;
        }
        let path = schemas[&union].get(MARK).and_then(Value::as_str).map(str::to_owned);
        let reference = |variant: &Variant| format!("{prefix}{}", variant.name);
        let of = |variant: &Variant| (variant.word.clone(), reference(variant).into());
        let mapping: Map<String, Value> = variants.named.iter().map(of).collect();
        schemas[&union]["oneOf"] = variants.named.iter().map(|v| json!({ "$ref": reference(v) })).collect();
        schemas[&union]["discriminator"] = json!({ "propertyName": variants.tag, "mapping": mapping });
        for Variant { name, suffix, mut schema, .. } in variants.named {
            if let Some(path) = &path {
                schema[MARK] = format!("{path}{suffix}").into();
            }
            schemas.insert(name, schema);
        }
    }
}

struct Variants {
    tag: String,
    named: Vec<Variant>,
}

struct Variant {
    /// What the tag says.
    word: String,
    suffix: String,
    name: String,
    schema: Value,
}

/// The variants of a union, if there is a field that says of each of them which it is.
fn variants(union: &str, schema: &Value) -> Option<Variants> {
    let branches = schema.get("oneOf")?.as_array()?;
    let fields = branches.first()?.get("properties")?.as_object()?;
    let tag = fields.keys().find(|field| branches.iter().all(|branch| word(branch, field).is_some()))?;
    let named: Vec<Variant> = branches
        .iter()
        .filter_map(|branch| {
            let word = word(branch, tag)?.to_owned();
            let suffix = capitalized(&word);
            let name = format!("{union}{suffix}");
            Some(Variant { word, suffix, name, schema: beside_reference(branch.clone()) })
        })
        .collect();
    let told_apart = |variant: &Variant| named.iter().filter(|other| other.name == variant.name).count() == 1;
    let tag = tag.clone();
    named
        .iter()
        .all(|variant| !variant.suffix.is_empty() && told_apart(variant))
        .then_some(Variants { tag, named })
}

/// The one word that a field of this object can be.
fn word<'a>(branch: &'a Value, field: &str) -> Option<&'a str> {
    branch.get("properties")?.get(field)?.get("const")?.as_str()
}

/// What stands beside a `$ref` is overlooked by most generators of clients; `allOf` says the same.
fn beside_reference(mut branch: Value) -> Value {
    let Some(reference) = branch.as_object_mut().and_then(|object| object.shift_remove("$ref")) else {
        return branch;
    };
    json!({ "allOf": [{ "$ref": reference }, branch] })
}

/// `ice-cream` becomes `IceCream`.
fn capitalized(word: &str) -> String {
    let mut name = String::with_capacity(word.len());
    for part in word.split(|c: char| !c.is_ascii_alphanumeric()) {
        let mut letters = part.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(union: Value) -> Map<String, Value> {
        let mut schemas = Map::from_iter([("Pet".to_owned(), union)]);
        name_variants("#/input/", &mut schemas);
        schemas
    }

    fn cat(fields: Value) -> Value {
        let mut cat = json!({ "type": "object", "properties": { "kind": { "const": "cat" } } });
        cat.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        cat
    }

    #[test]
    fn variants_have_names_and_a_mapping() {
        let dog = json!({ "properties": { "kind": { "const": "hot-dog" } } });
        let schemas =
            named(json!({ "oneOf": [cat(json!({ "required": ["kind"] })), dog], MARK: "app::Pet" }));
        assert_eq!(
            schemas["Pet"],
            json!({
                "oneOf": [{ "$ref": "#/input/PetCat" }, { "$ref": "#/input/PetHotDog" }],
                "discriminator": {
                    "propertyName": "kind",
                    "mapping": { "cat": "#/input/PetCat", "hot-dog": "#/input/PetHotDog" },
                },
                MARK: "app::Pet",
            })
        );
        assert_eq!(schemas["PetCat"], cat(json!({ "required": ["kind"], MARK: "app::PetCat" })));
    }

    #[test]
    fn a_variant_that_is_a_model_stands_beside_its_tag() {
        let schemas = named(json!({ "oneOf": [cat(json!({ "$ref": "#/input/Cat" }))] }));
        assert_eq!(schemas["PetCat"], json!({ "allOf": [{ "$ref": "#/input/Cat" }, cat(json!({}))] }));
    }

    #[test]
    fn what_is_not_told_apart_by_a_word_is_left_alone() {
        for union in [
            json!({ "oneOf": [cat(json!({})), { "properties": { "kind": { "type": "string" } } }] }),
            json!({ "oneOf": [cat(json!({})), cat(json!({}))] }),
            json!({ "oneOf": [{ "type": "string", "const": "cat" }] }),
            json!({ "anyOf": [cat(json!({}))] }),
        ] {
            assert_eq!(named(union.clone())["Pet"], union);
        }
    }
}
