//! Optional values, lists, sets, maps, tuples, and free JSON.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};

use serde_json::{Map, Value};

use crate::validate::rules::{count_is_valid, items_break};
use crate::validate::{
    At, Bounded, Countable, DecimalDigits, Field, FieldVisitor, Issue, Rest, Rules, Spelling, Textual,
    ValidationErrors, kind,
};

#[diagnostic::do_not_recommend]
impl<T: Bounded> Bounded for Option<T> {}
#[diagnostic::do_not_recommend]
impl<T: Textual> Textual for Option<T> {}
#[diagnostic::do_not_recommend]
impl<T: Countable> Countable for Option<T> {}
#[diagnostic::do_not_recommend]
impl<T: DecimalDigits> DecimalDigits for Option<T> {}

impl<T: Field> Field for Option<T> {
    type Kind = kind::Nullable<T::Kind>;
    const OPTIONAL: bool = true;

    #[inline]
    fn is_valid(&self, rules: &Rules) -> bool {
        self.as_ref().is_none_or(|value| value.is_valid(rules))
    }

    fn explain(input: &Value, rules: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
        if !input.is_null() {
            T::explain(input, rules, at, errors);
        }
    }

    fn redact(input: &mut Value) {
        if !input.is_null() {
            T::redact(input);
        }
    }

    fn respell(input: &mut Value, spelling: Spelling) {
        if !input.is_null() {
            T::respell(input, spelling);
        }
    }

    fn flatten(visitor: &mut FieldVisitor<'_>) {
        T::flatten(visitor);
    }
}

/// Explains every item of `input`, then its count if all of them are good, as pydantic does.
fn explain_items<T: Field>(
    (kind, noun, what): (&'static str, &str, &str),
    input: &Value,
    rules: &Rules,
    at: &At<'_>,
    errors: &mut ValidationErrors,
) {
    let one = std::slice::from_ref(input);
    let items = match input {
        Value::Array(items) => items.as_slice(),
        // One occurrence of a repeatable parameter.
        Value::String(_) if at.is_text() => one,
        _ => {
            let mut shown = input.clone();
            redact_items::<T>(&mut shown);
            return errors.push(at, Issue::wrong_type(kind, noun), &shown);
        }
    };
    let known = errors.len();
    for (index, item) in items.iter().enumerate() {
        T::explain(item, &Rules::NONE, &at.index(index), errors);
    }
    if errors.len() > known {
        return;
    }
    // A set is counted as it is: without its repetitions.
    let count = if kind == SET.0 { distinct(items) } else { items.len() };
    if let Some(issue) = items_break(what, count, rules) {
        let mut shown = input.clone();
        redact_items::<T>(&mut shown);
        errors.push(at, issue, &shown);
    }
}

fn distinct(items: &[Value]) -> usize {
    items.iter().map(Value::to_string).collect::<HashSet<_>>().len()
}

fn redact_items<T: Field>(input: &mut Value) {
    match input {
        Value::Array(items) => items.iter_mut().for_each(T::redact),
        // Sent without the list around it, a secret is one all the same.
        other => T::redact(other),
    }
}

macro_rules! sequences {
    ($($names:expr, [$($generics:tt)*] $type:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Countable for $type {}

        impl<$($generics)*> Field for $type {
            type Kind = kind::List<T::Kind>;

            #[inline]
            fn is_valid(&self, rules: &Rules) -> bool {
                count_is_valid(self.len(), rules) && self.iter().all(|item| item.is_valid(&Rules::NONE))
            }

            fn explain(input: &Value, rules: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
                explain_items::<T>($names, input, rules, at, errors);
            }

            fn redact(input: &mut Value) {
                redact_items::<T>(input);
            }

            fn respell(input: &mut Value, spelling: Spelling) {
                match input {
                    Value::Array(items) => items.iter_mut().for_each(|item| T::respell(item, spelling)),
                    // One occurrence of a repeatable parameter.
                    one => T::respell(one, spelling),
                }
            }
        }
    )*};
}

const LIST: (&str, &str, &str) = ("list_type", "list", "List");
const SET: (&str, &str, &str) = ("set_type", "set", "Set");

sequences! {
    LIST, [T: Field] Vec<T>;
    LIST, [T: Field] VecDeque<T>;
    LIST, [T: Field] Box<[T]>;
    SET, [T: Field + Eq + Hash, S: BuildHasher] HashSet<T, S>;
    SET, [T: Field + Ord] BTreeSet<T>;
}

fn explain_map<K: Field, V: Field>(input: &Value, rules: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
    let Value::Object(map) = input else {
        let mut shown = input.clone();
        redact_map::<V>(&mut shown);
        return errors.push(at, Issue::wrong_type("dict_type", "dictionary"), &shown);
    };
    let known = errors.len();
    for (key, value) in map {
        let place = at.name(key);
        if !is_written_key::<K>(key) {
            explain_key::<K>(key, &place, errors);
        }
        V::explain(value, &Rules::NONE, &place, errors);
    }
    if errors.len() > known {
        return;
    }
    if let Some(issue) = items_break("Dictionary", map.len(), rules) {
        let mut shown = input.clone();
        redact_map::<V>(&mut shown);
        errors.push(at, issue, &shown);
    }
}

/// Whether serde_json takes `key` for a `K`: as text, or as the number or boolean that it spells in JSON.
fn is_written_key<K: Field>(key: &str) -> bool {
    let fits = |value: &Value| {
        let mut errors = ValidationErrors::new();
        K::explain(value, &Rules::NONE, &At::json(""), &mut errors);
        let mut respelled = value.clone();
        K::respell(&mut respelled, Spelling::Json);
        errors.is_empty() && respelled == *value
    };
    let spelled = || {
        let value = serde_json::from_str::<Value>(key).ok().filter(|_| key.trim_ascii() == key)?;
        (value.is_number() || value.is_boolean()).then_some(value)
    };
    fits(&Value::from(key)) || spelled().is_some_and(|value| fits(&value))
}

/// A key is text whatever its type, so it is explained as text is, and may be spelled as a parameter may (`1.0`); a
/// spelling that cannot be rewritten for serde_json is no text of the type either.
fn explain_key<K: Field>(key: &str, at: &At<'_>, errors: &mut ValidationErrors) {
    let (mut own, input) = (ValidationErrors::new(), Value::from(key));
    K::explain(&input, &Rules::NONE, &At::text(""), &mut own);
    if own.is_empty() && !is_written_key::<K>(&respelled_key::<K>(key)) {
        K::explain(&input, &Rules::NONE, &At::json(""), &mut own);
    }
    for error in &own {
        errors.add(crate::validate::ValidationError { loc: at.name("[key]").to_loc(), ..error.clone() });
    }
}

fn respelled_key<K: Field>(key: &str) -> String {
    let mut input = Value::from(key);
    K::respell(&mut input, Spelling::Text);
    input.as_str().map_or_else(|| input.to_string(), str::to_owned)
}

fn respell_map<K: Field, V: Field>(input: &mut Value, spelling: Spelling) {
    let Value::Object(map) = input else { return };
    *map = std::mem::take(map)
        .into_iter()
        .map(|(key, mut value)| {
            V::respell(&mut value, spelling);
            let key = if is_written_key::<K>(&key) { key } else { respelled_key::<K>(&key) };
            (key, value)
        })
        .collect();
}

fn redact_map<V: Field>(input: &mut Value) {
    match input {
        Value::Object(map) => map.values_mut().for_each(V::redact),
        other => V::redact(other),
    }
}

macro_rules! maps {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Countable for $type {}

        impl<$($generics)*> Field for $type {
            type Kind = kind::Json;

            fn is_valid(&self, rules: &Rules) -> bool {
                count_is_valid(self.len(), rules)
                    && self.iter().all(|(key, value)| key.is_valid(&Rules::NONE) && value.is_valid(&Rules::NONE))
            }

            fn explain(input: &Value, rules: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
                explain_map::<K, V>(input, rules, at, errors);
            }

            fn redact(input: &mut Value) {
                redact_map::<V>(input);
            }

            fn respell(input: &mut Value, spelling: Spelling) {
                respell_map::<K, V>(input, spelling);
            }

            fn flatten(visitor: &mut FieldVisitor<'_>) {
                let explain = |input: &Value, at: &At<'_>, errors: &mut ValidationErrors| {
                    explain_map::<K, V>(input, &Rules::NONE, at, errors);
                };
                visitor.rest(Rest { explain, redact: V::redact, respell: V::respell });
            }
        }
    )*};
}

maps! {
    [K: Field<Kind = kind::Scalar> + Eq + Hash, V: Field, S: BuildHasher] HashMap<K, V, S>;
    [K: Field<Kind = kind::Scalar> + Ord, V: Field] BTreeMap<K, V>;
}

macro_rules! tuples {
    ($($count:literal: $($name:ident $index:tt),+;)*) => {$(
        impl<$($name: Field),+> Field for ($($name,)+) {
            type Kind = kind::Json;

            fn is_valid(&self, _: &Rules) -> bool {
                $(self.$index.is_valid(&Rules::NONE))&&+
            }

            fn explain(input: &Value, _: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
                let shown = || {
                    let mut shown = input.clone();
                    Self::redact(&mut shown);
                    shown
                };
                let Value::Array(items) = input else {
                    return errors.push(at, Issue::wrong_type("tuple_type", "tuple"), &shown());
                };
                $(match items.get($index) {
                    Some(item) => $name::explain(item, &Rules::NONE, &at.index($index), errors),
                    None => errors.push(&at.index($index), Issue::missing(), &shown()),
                })+
                if items.len() > $count {
                    errors.push(at, Issue::too_long("Tuple", $count, items.len()), &shown());
                }
            }

            fn respell(input: &mut Value, spelling: Spelling) {
                if let Value::Array(items) = input {
                    $(items.get_mut($index).into_iter().for_each(|item| $name::respell(item, spelling));)+
                }
            }

            fn redact(input: &mut Value) {
                match input {
                    Value::Array(items) => {
                        $(items.get_mut($index).into_iter().for_each($name::redact);)+
                    }
                    other => {
                        $($name::redact(other);)+
                    }
                }
            }
        }
    )*};
}

tuples! {
    1: A 0;
    2: A 0, B 1;
    3: A 0, B 1, C 2;
    4: A 0, B 1, C 2, D 3;
}

impl Field for Value {
    type Kind = kind::Json;
    const OPTIONAL: bool = false;

    fn is_valid(&self, _: &Rules) -> bool {
        true
    }

    fn explain(_: &Value, _: &Rules, _: &At<'_>, _: &mut ValidationErrors) {}

    fn flatten(visitor: &mut FieldVisitor<'_>) {
        visitor.open();
    }
}

#[diagnostic::do_not_recommend]
impl Countable for Map<String, Value> {}

impl Field for Map<String, Value> {
    type Kind = kind::Json;

    fn is_valid(&self, rules: &Rules) -> bool {
        count_is_valid(self.len(), rules)
    }

    fn explain(input: &Value, rules: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
        explain_map::<String, Value>(input, rules, at, errors);
    }
}
