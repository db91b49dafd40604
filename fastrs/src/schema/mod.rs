//! JSON Schema of types: the only door to schemars.
//!
//! One generator per direction makes every type's schema, with a marked reference for each named type; when
//! the document is whole, [`Schemas::finish`] gives every named type its final name and settles the marks.

mod constrain;
mod names;
mod normalize;
mod properties;
mod tagged;

use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

pub(crate) use constrain::apply_rules;
pub use constrain::{FieldNotes, annotate_field};
pub(crate) use names::Clash;
pub(crate) use normalize::count_properties;
pub(crate) use properties::{is_list, is_object, properties};

/// Which way a value travels: what must be sent may differ from what is returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the client: what `Deserialize` takes.
    Input,
    /// To the client: what `Serialize` gives.
    Output,
}

/// A type's schema, not made yet: plain data that a description can carry.
#[derive(Clone, Copy)]
pub struct SchemaOf {
    make: fn(&mut SchemaGenerator) -> Schema,
    is_error: bool,
}

impl SchemaOf {
    /// The schema of `T`.
    pub const fn new<T: JsonSchema>() -> Self {
        Self { make: |generator| generator.subschema_for::<T>(), is_error: false }
    }

    /// The schema of an error's body, which the app may write in another form.
    pub(crate) const fn of_error<T: JsonSchema>() -> Self {
        Self { is_error: true, ..Self::new::<T>() }
    }

    /// Whether it is that of an error's body, in the form that the framework gives it.
    pub(crate) const fn is_error(self) -> bool {
        self.is_error
    }
}

impl std::fmt::Debug for SchemaOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SchemaOf(..)")
    }
}

const INPUT: &str = "#/input/";
const OUTPUT: &str = "#/output/";

/// The schemas of one document.
pub(crate) struct Schemas {
    input: SchemaGenerator,
    output: SchemaGenerator,
    /// Whether a model that differs in its directions has two schemas.
    separate: bool,
}

impl Schemas {
    pub(crate) fn new(separate: bool) -> Self {
        let settings = |path: &'static str| {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = path.into();
                settings.meta_schema = None;
            })
        };
        Self {
            input: settings("/input").for_deserialize().into_generator(),
            output: settings("/output").for_serialize().into_generator(),
            separate,
        }
    }

    /// The schema of a type where it is used: a marked reference if the type has a name.
    pub(crate) fn of(&mut self, schema: SchemaOf, direction: Direction) -> Value {
        let generator = match direction {
            Direction::Input => &mut self.input,
            Direction::Output => &mut self.output,
        };
        let mut value = (schema.make)(generator).to_value();
        normalize::normalize(&mut value);
        normalize::anything(&mut value);
        value
    }

    /// Gives a schema that is made by hand a name; a reference to it comes back.
    pub(crate) fn add(&mut self, name: &str, schema: Value) -> Value {
        self.input.definitions_mut().insert(name.to_owned(), schema);
        json!({ "$ref": format!("{INPUT}{name}") })
    }

    /// The named schema that a marked reference means, whole.
    pub(crate) fn definition(&self, reference: &Value) -> Option<Value> {
        let target = reference.get("$ref")?.as_str()?;
        let (generator, name) = match target.strip_prefix(INPUT) {
            Some(name) => (&self.input, name),
            None => (&self.output, target.strip_prefix(OUTPUT)?),
        };
        let mut value = generator.definitions().get(&names::decoded(name))?.clone();
        normalize::normalize(&mut value);
        names::strip_marks(&mut value);
        Some(value)
    }

    /// The component schemas by final name; settles every marked reference inside `document`. The names that two
    /// different schemas would have come with them.
    pub(crate) fn finish(mut self, document: &mut Value) -> (Map<String, Value>, Vec<Clash>) {
        let input = self.input.take_definitions(true);
        let output = self.output.take_definitions(true);
        names::settle(input, output, self.separate, document)
    }
}
