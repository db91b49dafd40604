//! Boxes and shared pointers: validated as what they hold.

use std::sync::Arc;

use serde_json::Value;

use crate::validate::{
    At, Bounded, Countable, DecimalDigits, Field, FieldVisitor, Rules, Spelling, Textual, ValidationErrors,
};

macro_rules! pointers {
    ($($pointer:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Bounded> Bounded for $pointer<T> {}
        #[diagnostic::do_not_recommend]
        impl<T: Textual> Textual for $pointer<T> {}
        #[diagnostic::do_not_recommend]
        impl<T: Countable> Countable for $pointer<T> {}
        #[diagnostic::do_not_recommend]
        impl<T: DecimalDigits> DecimalDigits for $pointer<T> {}

        impl<T: Field> Field for $pointer<T> {
            type Kind = T::Kind;
            const OPTIONAL: bool = T::OPTIONAL;

            fn is_valid(&self, rules: &Rules) -> bool {
                (**self).is_valid(rules)
            }

            fn explain(input: &Value, rules: &Rules, at: &At<'_>, errors: &mut ValidationErrors) {
                T::explain(input, rules, at, errors);
            }

            fn from_text(text: &str) -> Option<Self> {
                T::from_text(text).map($pointer::new)
            }

            fn redact(input: &mut Value) {
                T::redact(input);
            }

            fn respell(input: &mut Value, spelling: Spelling) {
                T::respell(input, spelling);
            }

            fn flatten(visitor: &mut FieldVisitor<'_>) {
                T::flatten(visitor);
            }
        }
    )*};
}

pointers! { Box Arc }
