//! Validation: what a value must be, and the explanation of what is wrong with it.
//!
//! There are two questions, asked at different times. *Is it valid?* is asked of every value, after serde has
//! made it, and is answered with a plain `bool`. *What is wrong?* is asked only when that answer (or serde's)
//! was no: then the input is walked again as JSON and every fault in it is written down, in FastAPI's terms.
//!
//! [`Field`] answers both for one type. [`Rules`] are the constraints declared where the value stands.

mod at;
pub(crate) mod clock;
mod error;
mod field;
mod issue;
mod model;
mod object;
mod rules;
mod text;
mod types;
mod union;

pub use at::{At, LocItem, Spelling};
pub use error::{ValidationError, ValidationErrors};
pub use field::{Field, kind};
pub use issue::Issue;
pub use model::{
    FieldSpec, FieldVisitor, Model, explain_model, explain_newtype, flatten_model, redact_model,
    respell_model,
};
pub(crate) use model::{Rest, field_names, from_texts, unplaced};
pub use object::ObjectsOnly;
#[cfg(feature = "multipart")]
pub(crate) use rules::items_break;
pub use rules::{Bound, Bounded, Countable, DecimalDigits, Pattern, Rules, Textual, Unique};
#[cfg(feature = "chrono")]
pub(crate) use types::chrono_moment;
pub(crate) use types::single;
pub use types::{explain_integer_enum, explain_literal, explain_text, explain_unit_enum, integer_of};
pub use union::{Tagging, Union, Variant, explain_union, redact_union, respell_union};
