//! Validation: what a value must be, and the explanation of what is wrong with it.
//!
//! There are two questions, asked at different times. *Is it valid?* is asked of every value, after serde has
//! made it, and is answered with a plain `bool`. *What is wrong?* is asked only when that answer (or serde's)
//! was no: then the input is walked again as JSON and every fault in it is written down, in FastAPI's terms.
//!
//! [`Field`] answers both for one type. [`Rules`] are the constraints declared where the value stands.

mod at;
mod error;
mod field;
mod issue;
mod model;
mod object;
mod rules;
mod text;
mod types;
mod union;

pub use at::{At, LocItem};
pub use error::{ValidationError, ValidationErrors};
pub use field::{Field, kind};
pub use issue::Issue;
pub use model::{
    FieldSpec, FieldVisitor, Model, explain_model, explain_newtype, flatten_model, redact_model,
};
pub(crate) use model::{Rest, field_names, from_texts, unplaced};
pub use object::ObjectsOnly;
pub use rules::{Bound, Bounded, Countable, Pattern, Rules, Textual, Unique};
pub use types::{explain_literal, explain_text, explain_unit_enum};
pub use union::{Tagging, Union, Variant, explain_union, redact_union};
