//! How std's and the ecosystem's types are validated, one kind per file.

mod boolean;
mod collections;
mod float;
mod integer;
mod named;
mod pointer;
mod string;
mod words;

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "decimal")]
mod decimal;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(any(feature = "chrono", feature = "jiff"))]
mod read;
#[cfg(feature = "url")]
mod url;
#[cfg(feature = "uuid")]
mod uuid;

pub(crate) use boolean::parse as parse_bool;
#[cfg(feature = "chrono")]
pub(crate) use chrono::moment as chrono_moment;
pub(crate) use float::parse as parse_float;
pub(crate) use integer::parse as parse_integer;
pub use named::explain_text;
pub(crate) use named::single;
pub use words::{explain_integer_enum, explain_literal, explain_unit_enum, integer_of};
