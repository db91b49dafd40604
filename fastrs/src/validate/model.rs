//! Objects with named fields: how their faults are found, field by field.

use std::any::TypeId;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::union::{Union, explain_flat_union, redact_union, respell_union};
use super::{At, Field, Issue, Rules, Spelling, ValidationErrors};

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

    /// Lists the faults of `input`: the type and the rules first, then, if it has none, the validators.
    pub fn explain(&self, input: &Value, at: &At<'_>, errors: &mut ValidationErrors)
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

impl<T: Field> FieldSpec<T> {
    fn explain_null(&self, at: &At<'_>, errors: &mut ValidationErrors)
    where
        T: DeserializeOwned,
    {
        if self.validators.is_empty() {
            return;
        }
        let Some(value) = from_json::<T>(&Value::Null) else { return };
        for issue in self.validators.iter().filter_map(|validate| validate(&value).err()) {
            errors.push(at, issue, &Value::Null);
        }
    }
}

/// A model of an object whose values are texts and lists of texts.
///
/// Where a model is flattened into it, serde no longer says of what type a field is, so the texts are first written as
/// what they spell.
pub(crate) fn from_texts<T: Model + DeserializeOwned>(input: &Value) -> Option<T> {
    if let Ok(value) = super::text::from_value(input) {
        return Some(value);
    }
    respelled_texts(input)
}

/// The same with every text as its type reads it, which may be what serde did not know.
#[cold]
fn respelled_texts<T: Model + DeserializeOwned>(input: &Value) -> Option<T> {
    let mut errors = ValidationErrors::new();
    explain_fields(input.as_object()?, &At::text(""), &mut errors, T::visit, false);
    if !errors.is_empty() {
        return None;
    }
    let mut respelled = input.clone();
    T::respell(&mut respelled, Spelling::Text);
    if let Ok(value) = super::text::from_value(&respelled) {
        return Some(value);
    }
    let Value::Object(mut object) = respelled else { return None };
    let mut visitor = FieldVisitor::new(Task::Spell(&mut object));
    T::visit(&mut visitor);
    let flattens = visitor.flattens;
    flattens.then(|| from_json(&Value::Object(object))).flatten()
}

/// The typed value of an input that has no fault.
fn parse<T: Field + DeserializeOwned>(input: &Value, at: &At<'_>) -> Option<T> {
    match at.spelling() {
        Spelling::Text => super::text::from_value(input).ok(),
        Spelling::Json => from_json(input),
        Spelling::Lax => {
            let mut input = input.clone();
            T::respell(&mut input, Spelling::Lax);
            from_json(&input)
        }
    }
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
    rests: Vec<Rest>,
    flattens: bool,
    open: bool,
}

/// What takes the fields that nothing else names: a flattened map.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rest {
    /// Lists the faults of the object of those fields.
    pub(crate) explain: fn(&Value, &At<'_>, &mut ValidationErrors),
    /// Hides the secrets of one of them.
    pub(crate) redact: fn(&mut Value),
    /// Rewrites one of them as it is read.
    pub(crate) respell: fn(&mut Value, Spelling),
}

#[derive(Debug)]
enum Task<'v> {
    Explain {
        object: &'v Map<String, Value>,
        at: &'v At<'v>,
        errors: &'v mut ValidationErrors,
    },
    Redact(&'v mut Map<String, Value>),
    /// Finds out whether a secret is among the fields, by redacting a value that is none.
    Seek(&'v mut bool),
    /// Writes every text as the JSON of its field's type.
    Spell(&'v mut Map<String, Value>),
    /// Rewrites every value as it is read.
    Respell(&'v mut Map<String, Value>, Spelling),
    Names,
}

impl<'v> FieldVisitor<'v> {
    fn new(task: Task<'v>) -> Self {
        Self { task, names: Vec::new(), rests: Vec::new(), flattens: false, open: false }
    }

    /// A field whose type can be validated.
    pub fn field<T: Field + DeserializeOwned>(&mut self, spec: &FieldSpec<T>) {
        self.known(spec.name, spec.aliases);
        match &mut self.task {
            Task::Explain { object, at, errors } => match find(object, spec.name, spec.aliases) {
                Some((name, input)) => spec.explain(input, &at.name(name), errors),
                None if spec.has_default => {}
                // Absent is null, and a validator may want to say something to that.
                None if T::OPTIONAL => spec.explain_null(&at.name(spec.name), errors),
                None => missing(object, &at.name(spec.name), errors),
            },
            Task::Redact(object) => {
                for name in std::iter::once(&spec.name).chain(spec.aliases) {
                    object.get_mut(*name).map(T::redact);
                }
            }
            Task::Seek(found) => **found |= hides::<T>(),
            Task::Spell(object) => {
                for name in std::iter::once(&spec.name).chain(spec.aliases) {
                    if let Some(value) = object.get_mut(*name)
                        && let Some(spelled) = super::text::spelled::<T>(value)
                    {
                        *value = spelled;
                    }
                }
            }
            Task::Respell(object, spelling) => {
                for name in std::iter::once(&spec.name).chain(spec.aliases) {
                    if let Some(value) = object.get_mut(*name) {
                        T::respell(value, *spelling);
                    }
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
        self.mask(name, aliases);
        let Task::Explain { object, at, errors } = &mut self.task else { return };
        match find(object, name, aliases) {
            None if !has_default && from_json::<T>(&Value::Null).is_none() => {
                missing(object, &at.name(name), errors);
            }
            None => {}
            Some((name, input)) => {
                if let Err(error) = serde_json::from_str::<T>(&input.to_string()) {
                    errors.push(&at.name(name), Issue::value_error(reason(&error)), input);
                }
            }
        }
    }

    /// A field whose wire form is not that of its type (`#[serde(with = …)]`). `read` takes that form, and gives
    /// the value as its own type writes it if it has to obey rules.
    pub fn custom(
        &mut self,
        (name, aliases, has_default): (&'static str, &'static [&'static str], bool),
        read: fn(&Value, &At<'_>, &mut ValidationErrors) -> serde_json::Result<()>,
    ) {
        self.known(name, aliases);
        self.mask(name, aliases);
        let Task::Explain { object, at, errors } = &mut self.task else { return };
        let Some((name, input)) = find(object, name, aliases) else {
            if !has_default {
                missing(object, &at.name(name), errors);
            }
            return;
        };
        let (at, known) = (at.name(name), errors.len());
        // A text of a parameter is no JSON: what becomes of it, serde alone knows.
        if !at.is_text()
            && let Err(error) = read(input, &at, errors)
        {
            errors.push(&at, Issue::value_error(reason(&error)), input);
        }
        // What a rule saw is the value that was made of the input, not the input.
        errors.replace_inputs(known, input);
    }

    /// Fields of another type that stand in this object.
    pub fn flatten<T: Field + DeserializeOwned>(&mut self) {
        self.flattens = true;
        let known = self.fault_count();
        T::flatten(self);
        // What cannot be read as an optional type is taken for its absence, so nothing is wrong with it.
        if T::OPTIONAL
            && self.fault_count() > known
            && let Task::Explain { object, at, errors } = &mut self.task
            && parse::<T>(&Value::Object((*object).clone()), at).is_none()
        {
            errors.truncate(known);
        }
    }

    /// Hides a field of which nobody knows what is secret in it, where the object around it is shown.
    fn mask(&mut self, name: &'static str, aliases: &'static [&'static str]) {
        match &mut self.task {
            Task::Seek(found) => **found = true,
            Task::Redact(object) => {
                for name in std::iter::once(&name).chain(aliases) {
                    if let Some(value) = object.get_mut(*name) {
                        *value = ValidationErrors::mask();
                    }
                }
            }
            _ => {}
        }
    }

    fn fault_count(&self) -> usize {
        match &self.task {
            Task::Explain { errors, .. } => errors.len(),
            _ => 0,
        }
    }

    /// A tagged enum whose tag and fields stand in this object.
    pub fn union<T: Union>(&mut self) {
        self.open = true;
        match &mut self.task {
            Task::Explain { object, at, errors } => explain_flat_union::<T>(object, at, errors),
            Task::Redact(object) => {
                let mut whole = Value::Object(std::mem::take(object));
                redact_union::<T>(&mut whole);
                if let Value::Object(redacted) = whole {
                    **object = redacted;
                }
            }
            Task::Seek(found) => **found |= redacts(redact_union::<T>),
            Task::Respell(object, spelling) => {
                let mut whole = Value::Object(std::mem::take(object));
                respell_union::<T>(&mut whole, *spelling);
                if let Value::Object(respelled) = whole {
                    **object = respelled;
                }
            }
            Task::Spell(_) | Task::Names => {}
        }
    }

    /// A map that takes the fields which nothing else names.
    pub(crate) fn rest(&mut self, rest: Rest) {
        self.open = true;
        self.rests.push(rest);
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

/// Why serde refused a value of a type that it alone knows. A message that quotes the input is cut to what was
/// expected, and none is long.
fn reason(error: &serde_json::Error) -> String {
    let message = unplaced(error);
    let quotes = ["invalid type: ", "invalid value: ", "unknown variant "]
        .iter()
        .any(|start| message.starts_with(start));
    let told = match message.rfind("expected ") {
        Some(expected) if quotes => &message[expected..],
        _ => &message,
    };
    told.chars().take(200).collect()
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
        let mut shown = input.clone();
        T::redact(&mut shown);
        return errors.push(at, Issue::model_type(), &shown);
    };
    let known = errors.len();
    explain_fields(object, at, errors, T::visit, T::DENY_UNKNOWN);
    if errors.len() > known || T::VALIDATORS.is_empty() {
        return;
    }
    let value = if at.is_text() { from_texts::<T>(input) } else { parse(input, at) };
    let Some(value) = value else { return };
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
    let known = errors.len();
    let mut visitor = FieldVisitor::new(Task::Explain { object, at, errors });
    visit(&mut visitor);
    let FieldVisitor { names, rests, open, .. } = visitor;
    let is_rest = |(key, _): &(&String, &Value)| !names.contains(&key.as_str());
    if !rests.is_empty() {
        let rest = object.iter().filter(is_rest).map(|(key, value)| (key.clone(), value.clone()));
        let rest = Value::Object(rest.collect());
        rests.iter().for_each(|map| (map.explain)(&rest, at, errors));
    }
    hide_secrets(object, &visit, known, errors);
    if deny_unknown && !open {
        for (key, value) in object.iter().filter(is_rest) {
            errors.push(&at.name(key), Issue::extra_forbidden(), value);
        }
    }
}

/// Hides the secrets of `object` wherever it, or a part of it, is the input of a fault.
fn hide_secrets(
    object: &Map<String, Value>,
    visit: impl Fn(&mut FieldVisitor<'_>),
    known: usize,
    errors: &mut ValidationErrors,
) {
    if errors.len() == known || !holds_secret(&visit) {
        return;
    }
    let mut shown = Value::Object(object.clone());
    redact_fields(&mut shown, visit);
    let Value::Object(shown) = shown else { return };
    if *object == shown {
        return;
    }
    errors.edit_objects(known, |input| {
        if input.iter().all(|(key, value)| object.get(key) == Some(value) || shown.get(key) == Some(value)) {
            input.iter_mut().for_each(|(key, value)| value.clone_from(&shown[key]));
        }
    });
}

/// Hides the secrets of an object that is a `T`.
pub fn redact_model<T: Model>(input: &mut Value) {
    redact_fields(input, T::visit);
}

/// Rewrites every field of an object that is a `T` as it is read.
pub fn respell_model<T: Model>(input: &mut Value, spelling: Spelling) {
    respell_fields(input, T::visit, spelling);
}

pub(crate) fn respell_fields(input: &mut Value, visit: impl Fn(&mut FieldVisitor<'_>), spelling: Spelling) {
    let Value::Object(object) = input else { return };
    let mut visitor = FieldVisitor::new(Task::Respell(object, spelling));
    visit(&mut visitor);
    let FieldVisitor { names, rests, .. } = visitor;
    for (_, value) in object.iter_mut().filter(|(key, _)| !names.contains(&key.as_str())) {
        rests.iter().for_each(|map| (map.respell)(value, spelling));
    }
}

pub(crate) fn redact_fields(input: &mut Value, visit: impl Fn(&mut FieldVisitor<'_>)) {
    let Value::Object(object) = input else {
        // Text or a list has no fields to tell apart: where one is secret, all of it may be.
        if (input.is_string() || input.is_array()) && holds_secret(visit) {
            *input = ValidationErrors::mask();
        }
        return;
    };
    let mut visitor = FieldVisitor::new(Task::Redact(object));
    visit(&mut visitor);
    let FieldVisitor { names, rests, .. } = visitor;
    for (_, value) in object.iter_mut().filter(|(key, _)| !names.contains(&key.as_str())) {
        rests.iter().for_each(|map| (map.redact)(value));
    }
}

thread_local! {
    static DEPTH: Cell<u8> = const { Cell::new(0) };
}

/// Whether a secret is among the fields that `visit` shows, or inside them. What lies too deep counts as one, so
/// that a type which holds itself comes to an end.
fn holds_secret(visit: impl Fn(&mut FieldVisitor<'_>)) -> bool {
    const DEEP: u8 = 5;
    if DEPTH.get() == DEEP {
        return true;
    }
    DEPTH.set(DEPTH.get() + 1);
    let mut found = false;
    visit(&mut FieldVisitor::new(Task::Seek(&mut found)));
    DEPTH.set(DEPTH.get() - 1);
    found
}

thread_local! {
    static SOUGHT: RefCell<Vec<TypeId>> = const { RefCell::new(Vec::new()) };
}

/// Whether a type hides a value that is none of its own.
///
/// A type that holds itself is looked into once: what it hides is found beside the place where it comes again.
fn hides<T: Field + 'static>() -> bool {
    let id = TypeId::of::<T>();
    if SOUGHT.with_borrow(|sought| sought.contains(&id)) {
        return false;
    }
    SOUGHT.with_borrow_mut(|sought| sought.push(id));
    let found = redacts(T::redact);
    SOUGHT.with_borrow_mut(|sought| sought.pop());
    found
}

fn redacts(redact: fn(&mut Value)) -> bool {
    let mut probe = Value::from("");
    redact(&mut probe);
    probe != ""
}

/// Lists the faults of a model that is flattened into the object around it: those of its fields, then those that its
/// validators find.
pub fn flatten_model<T: Model + DeserializeOwned>(visitor: &mut FieldVisitor<'_>) {
    let known = visitor.fault_count();
    T::visit(visitor);
    let faults = visitor.fault_count();
    let Task::Explain { object, at, errors } = &mut visitor.task else { return };
    if faults > known || T::VALIDATORS.is_empty() {
        return;
    }
    let input = Value::Object((*object).clone());
    let Some(value) = parse::<T>(&input, at) else { return };
    for issue in T::VALIDATORS.iter().filter_map(|validate| validate(&value).err()) {
        // Its secrets are hidden at the end, by the model around it.
        errors.push(at, issue, &input);
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
