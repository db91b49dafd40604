//! JSON written directly.
//!
//! serde asks every value what it is, field by field; a model knows, so its keys are constants and its numbers go
//! straight into the buffer. What is written is byte for byte what serde_json writes: where a type or an attribute is
//! not known here, serde_json itself writes that part.

mod none;
mod text;
mod values;

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "decimal")]
mod decimal;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "url")]
mod url;
#[cfg(feature = "uuid")]
mod uuid;

use serde::Serialize;

pub use none::is_none;
pub(crate) use text::write_str;

/// Values that write their own JSON.
///
/// Made by `#[model]`, and implemented for std's types. The text is the one that `serde_json::to_vec` gives.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as the JSON of an answer",
    label = "not a model",
    note = "put `#[model]` on `{Self}` if it is yours; wrap the answer in `Json(…)` if it holds a type that only implements `Serialize`"
)]
pub trait WriteJson {
    /// Appends the JSON to `out`.
    ///
    /// # Errors
    /// As serde's: a map with keys that are no text, or a `Serialize` that fails.
    fn write_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()>;
}

/// A field whose type may or may not write itself: with both traits in scope, `(&Field(&value)).emit(out)` takes
/// the direct way where there is one, because method lookup tries fewer references first.
#[derive(Debug)]
pub struct Field<'a, T: ?Sized>(pub &'a T);

/// The direct way.
pub trait EmitDirect {
    /// Appends the field's JSON.
    #[allow(clippy::missing_errors_doc, reason = "as `WriteJson`")]
    fn emit(&self, out: &mut Vec<u8>) -> serde_json::Result<()>;
}

impl<T: WriteJson + ?Sized> EmitDirect for Field<'_, T> {
    #[inline]
    fn emit(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        self.0.write_json(out)
    }
}

/// The way through serde.
pub trait EmitSerde {
    /// Appends the field's JSON.
    #[allow(clippy::missing_errors_doc, reason = "as `WriteJson`")]
    fn emit(&self, out: &mut Vec<u8>) -> serde_json::Result<()>;
}

impl<T: Serialize + ?Sized> EmitSerde for &Field<'_, T> {
    fn emit(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        serde_json::to_writer(out, self.0)
    }
}
