//! The one trait of values that can be validated.

use serde_json::Value;

use super::{At, FieldSpec, FieldVisitor, Rules, Spelling, ValidationErrors};

/// How a type may be used: the answer to "can this be a query parameter?".
///
/// Types, not values, so that the compiler picks the one fitting way to take an argument.
pub mod kind {
    /// One text makes one value: fits into a path, a query, a header, a cookie, a form, and into JSON.
    #[derive(Debug)]
    pub struct Scalar;
    /// A struct with named fields: a JSON object, or a group of parameters.
    #[derive(Debug)]
    pub struct Model;
    /// Any other JSON: maps, tagged enums, tuples.
    #[derive(Debug)]
    pub struct Json;
    /// A list of values of a kind.
    #[derive(Debug)]
    pub struct List<K>(std::marker::PhantomData<K>);
    /// A value of a kind, or null.
    #[derive(Debug)]
    pub struct Nullable<K>(std::marker::PhantomData<K>);

    /// The kinds that make an argument without an attribute a JSON body.
    pub trait JsonBody {}
    impl JsonBody for Model {}
    impl JsonBody for Json {}
    impl<K: JsonBody> JsonBody for List<K> {}
    impl<K: JsonBody> JsonBody for Nullable<K> {}
}

/// A type whose values can be validated and whose faults can be explained.
///
/// Implemented for the scalars and collections of std, for the ecosystem's identifiers and times (behind
/// features), and by `#[model]` for your own types. A field of any other type needs `#[field(opaque)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be validated",
    label = "not a type that fastrs knows how to validate",
    note = "put `#[model]` on `{Self}` if it is yours (not `#[model(output)]`: such a model is never read)",
    note = "mark a field of a foreign type `#[field(opaque)]`: serde alone then decides what is valid"
)]
pub trait Field: Sized {
    /// How the type may be used; see [`kind`].
    type Kind;

    /// Whether a value may be left out of an object (it then is null).
    const OPTIONAL: bool = false;

    /// Whether the value obeys `rules` and everything declared inside its type.
    fn is_valid(&self, rules: &Rules) -> bool;

    /// Lists everything that keeps `input` from being a valid value of this type.
    fn explain(input: &Value, rules: &Rules, at: &At<'_>, errors: &mut ValidationErrors);

    /// The value of a text, where the type is a [`kind::Scalar`].
    fn from_text(text: &str) -> Option<Self> {
        let _ = text;
        None
    }

    /// Replaces every secret inside `input`, a value of this type, by a mask.
    fn redact(input: &mut Value) {
        let _ = input;
    }

    /// Rewrites `input`, in which [`Field::explain`] found no fault, as the type's `Deserialize` reads it: `1.0` of an
    /// integer as `1`, a date with a time of zero as the date alone.
    ///
    /// A text stays one, unless `spelling` is [`Spelling::Lax`].
    ///
    /// What is valid may be spelled in more ways than `Deserialize` knows. It is asked first, so that a value in the
    /// usual spelling costs nothing more.
    fn respell(input: &mut Value, spelling: Spelling) {
        let _ = (input, spelling);
    }

    /// Visits the fields as those of the object around, where the type is flattened into it.
    fn flatten(visitor: &mut FieldVisitor<'_>) {
        visitor.open();
    }

    /// Whether the value obeys what a model declares for it. Written by the macro.
    #[doc(hidden)]
    #[inline]
    fn obeys(&self, spec: &FieldSpec<Self>) -> bool
    where
        Self: 'static,
    {
        spec.accepts(self)
    }

    /// Shows a field of this type to the visitor. Written by the macro.
    #[doc(hidden)]
    fn show(spec: &FieldSpec<Self>, visitor: &mut FieldVisitor<'_>)
    where
        Self: serde::de::DeserializeOwned + 'static,
    {
        visitor.field(spec);
    }
}
