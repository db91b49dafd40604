//! Objects with named fields: how their faults are found, field by field.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{At, Field, Issue, Rules, ValidationErrors};

/// A validator: the check of a value that a rule cannot say.
pub type Validator<T> = fn(&T) -> Result<(), Issue>;

/// A field of a model: its wire name and what is declared about it.
#[derive(Debug)]
pub struct FieldSpec<T: 'static> {
    /// The name on the wire.
    pub name: &'static str,
    /// Other names that are taken too.
    pub aliases: &'static [&'static str],
    /// Whether it has a default.
    pub has_default: bool,
    /// The declared constraints.
    pub rules: Rules,
    /// The declared validators.
    pub validators: &'static [Validator<T>],
}

impl<T: Field> FieldSpec<T> {
    /// Whether `value` obeys the rules and the validators.
    #[inline]
    pub fn accepts(&self, value: &T) -> bool {
        value.is_valid(&self.rules) && self.validators.iter().all(|validate| validate(value).is_ok())
    }

    fn explain(&self, input: &Value, at: &At<'_>, errors: &mut ValidationErrors)
    where
        T: DeserializeOwned,
    {
        let known = errors.len();
        T::explain(input, &self.rules, at, errors);
        if errors.len() > known || self.validators.is_empty() {
            return;
        }
        let Some(value) = parse::<T>(input, at) else { return };
        for issue in self.validators.iter().filter_map(|validate| validate(&value).err()) {
            let mut shown = input.clone();
            T::redact(&mut shown);
            errors.push(at, issue, &shown);
        }
    }
}

/// The typed value of an input that has no fault.
fn parse<T: Field + DeserializeOwned>(input: &Value, at: &At<'_>) -> Option<T> {
    if at.is_text() {
        return super::text::from_value(input).ok();
    }
    from_json(input)
}

/// By way of text, so that the deserializer of the fast path serves here too and is compiled once.
fn from_json<T: DeserializeOwned>(input: &Value) -> Option<T> {
    serde_json::from_str(&input.to_string()).ok()
}

/// A struct with named fields, made by `#[model]`.
pub trait Model: Field + 'static {
    /// Whether fields that the model does not name are refused.
    const DENY_UNKNOWN: bool = false;

    /// The validators of the whole model.
    const VALIDATORS: &'static [Validator<Self>] = &[];

    /// Shows every field to the visitor, in order of declaration.
    fn visit(visitor: &mut FieldVisitor<'_>);
}

/// What goes over the fields of a model.
#[derive(Debug)]
pub struct FieldVisitor<'v> {
    task: Task<'v>,
    names: Vec<&'static str>,
    open: bool,
}

#[derive(Debug)]
enum Task<'v> {
    Explain { object: &'v Map<String, Value>, at: &'v At<'v>, errors: &'v mut ValidationErrors },
    Redact(&'v mut Map<String, Value>),
    Names,
}

impl<'v> FieldVisitor<'v> {
    fn new(task: Task<'v>) -> Self {
        Self { task, names: Vec::new(), open: false }
    }

    /// A field whose type can be validated.
    pub fn field<T: Field + DeserializeOwned>(&mut self, spec: &FieldSpec<T>) {
        self.known(spec.name, spec.aliases);
        match &mut self.task {
            Task::Explain { object, at, errors } => match find(object, spec.name, spec.aliases) {
                Some((name, input)) => spec.explain(input, &at.name(name), errors),
                None if spec.has_default || T::OPTIONAL => {}
                None => missing(object, &at.name(spec.name), errors),
            },
            Task::Redact(object) => {
                if let Some(value) = object.get_mut(spec.name) {
                    T::redact(value);
                }
            }
            Task::Names => {}
        }
    }

    /// A field of a foreign type: serde alone decides.
    pub fn opaque<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
        aliases: &'static [&'static str],
        has_default: bool,
    ) {
        self.known(name, aliases);
        let Task::Explain { object, at, errors } = &mut self.task else { return };
        match find(object, name, aliases) {
            None if !has_default && from_json::<T>(&Value::Null).is_none() => {
                missing(object, &at.name(name), errors);
            }
            None => {}
            Some((name, input)) => {
                if let Err(error) = serde_json::from_str::<T>(&input.to_string()) {
                    errors.push(&at.name(name), Issue::value_error(unplaced(&error)), input);
                }
            }
        }
    }

    /// A field whose wire form is not that of its type (`#[serde(with = …)]`): only its presence is known.
    pub fn custom(&mut self, name: &'static str, aliases: &'static [&'static str], has_default: bool) {
        self.known(name, aliases);
        let Task::Explain { object, at, errors } = &mut self.task else { return };
        if !has_default && find(object, name, aliases).is_none() {
            missing(object, &at.name(name), errors);
        }
    }

    /// Fields of another type that stand in this object.
    pub fn flatten<T: Field>(&mut self) {
        T::flatten(self);
    }

    /// Says that any further field may stand in the object.
    pub fn open(&mut self) {
        self.open = true;
    }

    fn known(&mut self, name: &'static str, aliases: &'static [&'static str]) {
        self.names.push(name);
        self.names.extend(aliases);
    }
}

fn find<'o>(
    object: &'o Map<String, Value>,
    name: &'static str,
    aliases: &'static [&'static str],
) -> Option<(&'static str, &'o Value)> {
    std::iter::once(&name).chain(aliases).find_map(|name| Some((*name, object.get(*name)?)))
}

/// The input of a missing field is the object around it. Its secrets are hidden at the end, by the model.
fn missing(object: &Map<String, Value>, at: &At<'_>, errors: &mut ValidationErrors) {
    errors.push(at, Issue::missing(), &Value::Object(object.clone()));
}

/// serde_json's message without "at line 1 column 5": the text it counts in is not the client's.
pub(crate) fn unplaced(error: &serde_json::Error) -> Cow<'static, str> {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned().into(),
        None => text.into(),
    }
}

/// Lists every fault of an object that shall be a `T`.
pub fn explain_model<T: Model + DeserializeOwned>(input: &Value, at: &At<'_>, errors: &mut ValidationErrors) {
    let Value::Object(object) = input else {
        return errors.push(at, Issue::model_type(), input);
    };
    let known = errors.len();
    explain_fields(object, at, errors, T::visit, T::DENY_UNKNOWN);
    if errors.len() > known || T::VALIDATORS.is_empty() {
        return;
    }
    let Some(value) = parse::<T>(input, at) else { return };
    for issue in T::VALIDATORS.iter().filter_map(|validate| validate(&value).err()) {
        let mut shown = input.clone();
        T::redact(&mut shown);
        errors.push(at, issue, &shown);
    }
}

/// Lists every fault of the fields that `visit` shows.
pub(crate) fn explain_fields(
    object: &Map<String, Value>,
    at: &At<'_>,
    errors: &mut ValidationErrors,
    visit: impl Fn(&mut FieldVisitor<'_>),
    deny_unknown: bool,
) {
    // Only an object with secrets differs from its redacted copy, so the common case shows the object itself.
    let mut shown = object.clone();
    visit(&mut FieldVisitor::new(Task::Redact(&mut shown)));
    let mut visitor = FieldVisitor::new(Task::Explain { object, at, errors });
    visit(&mut visitor);
    let FieldVisitor { names, open, .. } = visitor;
    hide_secrets(object, shown, errors);
    if deny_unknown && !open {
        for (key, value) in object.iter().filter(|(key, _)| !names.contains(&key.as_str())) {
            errors.push(&at.name(key), Issue::extra_forbidden(), value);
        }
    }
}

fn hide_secrets(object: &Map<String, Value>, shown: Map<String, Value>, errors: &mut ValidationErrors) {
    if *object != shown {
        errors.replace_input(object, &Value::Object(shown));
    }
}

/// Hides the secrets of an object that is a `T`.
pub fn redact_model<T: Model>(input: &mut Value) {
    redact_fields(input, T::visit);
}

pub(crate) fn redact_fields(input: &mut Value, visit: impl Fn(&mut FieldVisitor<'_>)) {
    if let Value::Object(object) = input {
        visit(&mut FieldVisitor::new(Task::Redact(object)));
    }
}

/// The wire names of a model's fields, in order.
pub(crate) fn field_names<T: Model>() -> Vec<&'static str> {
    let mut visitor = FieldVisitor::new(Task::Names);
    T::visit(&mut visitor);
    visitor.names
}

/// Lists every fault of an input that shall be a newtype around a `T`: first what the newtype declares, then
/// what is declared where it stands.
pub fn explain_newtype<T: Field + DeserializeOwned>(
    spec: &FieldSpec<T>,
    input: &Value,
    rules: &Rules,
    at: &At<'_>,
    errors: &mut ValidationErrors,
) {
    let known = errors.len();
    spec.explain(input, at, errors);
    if errors.len() == known && !rules.is_empty() {
        T::explain(input, rules, at, errors);
    }
}
