//! Enums with data: which variant an input means, and the faults in it.

use serde_json::{Map, Value};

use super::model::{explain_fields, redact_fields, respell_fields};
use super::{At, FieldVisitor, Issue, Spelling, ValidationErrors};

/// How the variant is told on the wire; serde's four representations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tagging {
    /// `{"Circle": {…}}`, and `"Point"` for a variant without data.
    External,
    /// `{"type": "Circle", …}`.
    Internal(&'static str),
    /// `{"type": "Circle", "data": {…}}`.
    Adjacent(&'static str, &'static str),
    /// `{…}`: the first variant that fits.
    Untagged,
}

/// A variant of an enum.
#[derive(Debug, Clone, Copy)]
pub enum Variant {
    /// Without data.
    Unit,
    /// With one value.
    Newtype {
        /// Lists the faults of that value.
        explain: fn(&Value, &At<'_>, &mut ValidationErrors),
        /// Hides the secrets of that value.
        redact: fn(&mut Value),
        /// Rewrites that value as it is read.
        respell: fn(&mut Value, Spelling),
    },
    /// With named fields.
    Struct {
        /// Shows the fields.
        visit: fn(&mut FieldVisitor<'_>),
        /// Whether further fields are refused.
        deny_unknown: bool,
    },
}

/// An enum with data, made by `#[model]`.
pub trait Union {
    /// How the variant is told.
    const TAGGING: Tagging;
    /// The variants with their wire names.
    const VARIANTS: &'static [(&'static str, Variant)];
}

fn names<T: Union>() -> Vec<&'static str> {
    T::VARIANTS.iter().map(|(name, _)| *name).collect()
}

fn variant<T: Union>(name: &str) -> Option<&'static Variant> {
    T::VARIANTS.iter().find(|(known, _)| *known == name).map(|(_, variant)| variant)
}

/// Lists every fault of an input that shall be a `T`.
pub fn explain_union<T: Union>(input: &Value, at: &At<'_>, errors: &mut ValidationErrors) {
    match T::TAGGING {
        Tagging::External => external::<T>(input, at, errors),
        Tagging::Internal(tag) => internal::<T>(tag, input, at, errors),
        Tagging::Adjacent(tag, content) => adjacent::<T>(tag, content, input, at, errors),
        Tagging::Untagged => untagged::<T>(input, at, errors),
    }
}

/// Lists every fault of an object that holds, beside other fields, those of a `T`.
pub(super) fn explain_flat_union<T: Union>(
    object: &Map<String, Value>,
    at: &At<'_>,
    errors: &mut ValidationErrors,
) {
    let is_own = |key: &str| T::TAGGING != Tagging::External || variant::<T>(key).is_some();
    let own = object.iter().filter(|(key, _)| is_own(key)).map(|(key, value)| (key.clone(), value.clone()));
    explain_union::<T>(&Value::Object(own.collect()), at, errors);
}

fn external<T: Union>(input: &Value, at: &At<'_>, errors: &mut ValidationErrors) {
    let (name, content) = match input {
        Value::String(name) => (name, None),
        Value::Object(object) if object.len() == 1 => {
            let (name, content) = object.iter().next().expect("it has one entry");
            (name, Some(content))
        }
        _ => return errors.push(at, Issue::model_type(), &shown::<T>(input)),
    };
    match variant::<T>(name) {
        None => errors.push(at, Issue::one_of_words(&names::<T>()), &shown::<T>(input)),
        Some(variant) => content_of(variant, content, &at.name(name), errors),
    }
}

fn internal<T: Union>(tag: &'static str, input: &Value, at: &At<'_>, errors: &mut ValidationErrors) {
    let Value::Object(object) = input else {
        return errors.push(at, Issue::model_type(), &shown::<T>(input));
    };
    let Some((name, variant)) = tagged::<T>(tag, object, input, at, errors) else { return };
    let (at, known) = (at.name(name), errors.len());
    let rest = without(object, tag);
    content_of(variant, (!matches!(variant, Variant::Unit)).then_some(&rest), &at, errors);
    // The variant saw the object without its tag; the client sent it with.
    let mut redacted = rest.clone();
    redact_variant(variant, &mut redacted);
    errors.edit_inputs(known, |input| {
        if *input == rest || *input == redacted {
            let own =
                |(key, value): (&String, &Value)| (key.clone(), input.get(key).unwrap_or(value).clone());
            *input = Value::Object(object.iter().map(own).collect());
        }
    });
}

fn without(object: &Map<String, Value>, tag: &str) -> Value {
    Value::Object(object.iter().filter(|(key, _)| *key != tag).map(|(k, v)| (k.clone(), v.clone())).collect())
}

fn adjacent<T: Union>(
    tag: &'static str,
    content: &'static str,
    input: &Value,
    at: &At<'_>,
    errors: &mut ValidationErrors,
) {
    let Value::Object(object) = input else {
        return errors.push(at, Issue::model_type(), &shown::<T>(input));
    };
    let Some((name, variant)) = tagged::<T>(tag, object, input, at, errors) else { return };
    let at = at.name(name);
    content_of(variant, object.get(content), &at.name(content), errors);
}

/// The variant that the tag names; a fault if it names none.
fn tagged<'o, T: Union>(
    tag: &'static str,
    object: &'o Map<String, Value>,
    input: &Value,
    at: &At<'_>,
    errors: &mut ValidationErrors,
) -> Option<(&'o str, &'static Variant)> {
    let Some(found) = object.get(tag) else {
        errors.push(at, Issue::union_tag_not_found(tag), &shown::<T>(input));
        return None;
    };
    let known = found.as_str().and_then(|name| Some((name, variant::<T>(name)?)));
    if known.is_none() {
        let name = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
        errors.push(at, Issue::union_tag_invalid(tag, &name, &names::<T>()), &shown::<T>(input));
    }
    known
}

/// The input as it may be repeated: with an unknown variant, every field that is secret in any is hidden.
fn shown<T: Union>(input: &Value) -> Value {
    let mut shown = input.clone();
    redact_all::<T>(&mut shown);
    shown
}

fn untagged<T: Union>(input: &Value, at: &At<'_>, errors: &mut ValidationErrors) {
    let mut all = ValidationErrors::new();
    for (name, variant) in T::VARIANTS {
        let mut own = ValidationErrors::new();
        content_of(variant, Some(input), &at.name(name), &mut own);
        if own.is_empty() {
            return;
        }
        all.append(&mut own);
    }
    errors.append(&mut all);
}

fn content_of(variant: &Variant, content: Option<&Value>, at: &At<'_>, errors: &mut ValidationErrors) {
    match (variant, content) {
        (Variant::Unit, None | Some(Value::Null)) => {}
        (Variant::Unit, Some(input)) => {
            errors.push(at, Issue::new("none_required", "Input should be None"), input);
        }
        (_, None) => errors.push(at, Issue::missing(), &Value::Null),
        (Variant::Newtype { explain, .. }, Some(input)) => explain(input, at, errors),
        (Variant::Struct { visit, deny_unknown }, Some(Value::Object(object))) => {
            explain_fields(object, at, errors, visit, *deny_unknown);
        }
        (Variant::Struct { .. }, Some(input)) => {
            let mut shown = input.clone();
            redact_variant(variant, &mut shown);
            errors.push(at, Issue::model_type(), &shown);
        }
    }
}

/// Rewrites an input that is a `T` as it is read.
pub fn respell_union<T: Union>(input: &mut Value, spelling: Spelling) {
    match T::TAGGING {
        Tagging::External => {
            let Value::Object(object) = input else { return };
            for (name, content) in object.iter_mut() {
                variant::<T>(name)
                    .into_iter()
                    .for_each(|variant| respell_variant(variant, content, spelling));
            }
        }
        Tagging::Internal(tag) => {
            let variant = input.get(tag).and_then(Value::as_str).and_then(variant::<T>);
            variant.into_iter().for_each(|variant| respell_variant(variant, input, spelling));
        }
        Tagging::Adjacent(tag, content) => {
            let variant = input.get(tag).and_then(Value::as_str).and_then(variant::<T>);
            if let (Some(variant), Some(content)) = (variant, input.get_mut(content)) {
                respell_variant(variant, content, spelling);
            }
        }
        Tagging::Untagged => {
            let fits = |variant: &&Variant| {
                let mut errors = ValidationErrors::new();
                content_of(variant, Some(input), &At::spelled("", spelling), &mut errors);
                errors.is_empty()
            };
            let variant = T::VARIANTS.iter().map(|(_, variant)| variant).find(fits);
            variant.into_iter().for_each(|variant| respell_variant(variant, input, spelling));
        }
    }
}

fn respell_variant(variant: &Variant, input: &mut Value, spelling: Spelling) {
    match variant {
        Variant::Unit => {}
        Variant::Newtype { respell, .. } => respell(input, spelling),
        Variant::Struct { visit, .. } => respell_fields(input, visit, spelling),
    }
}

/// Hides the secrets of an input that shall be a `T`, whatever its variant.
pub fn redact_union<T: Union>(input: &mut Value) {
    redact_all::<T>(input);
}

fn redact_all<T: Union>(input: &mut Value) {
    match T::TAGGING {
        Tagging::Internal(_) | Tagging::Untagged => {
            T::VARIANTS.iter().for_each(|(_, variant)| redact_variant(variant, input));
        }
        Tagging::Adjacent(_, content) => {
            let shaped = input.is_object();
            let hidden = if shaped { input.get_mut(content) } else { Some(input) };
            if let Some(hidden) = hidden {
                T::VARIANTS.iter().for_each(|(_, variant)| redact_variant(variant, hidden));
            }
        }
        Tagging::External => {
            let Value::Object(object) = input else {
                // The name of a variant is none of its values; anything else may be what a variant hides.
                if input.as_str().and_then(variant::<T>).is_none() {
                    T::VARIANTS.iter().for_each(|(_, variant)| redact_variant(variant, input));
                }
                return;
            };
            for (name, content) in object.iter_mut() {
                match variant::<T>(name) {
                    Some(variant) => redact_variant(variant, content),
                    // A misspelt name: the secrets below it may be those of any variant.
                    None => T::VARIANTS.iter().for_each(|(_, variant)| redact_variant(variant, content)),
                }
            }
        }
    }
}

fn redact_variant(variant: &Variant, input: &mut Value) {
    match variant {
        Variant::Unit => {}
        Variant::Newtype { redact, .. } => redact(input),
        Variant::Struct { visit, .. } => redact_fields(input, visit),
    }
}
