//! Arguments: how a handler's parameters are taken from a request.
//!
//! Every argument type reaches its value through [`Argument`], whose implementations stand one kind per file.
//! The macro names the place where an attribute or the path template says it ([`source`]); otherwise the type
//! decides. The compiler infers which implementation is meant ([`via`]), because only one can apply.

mod argument;
mod extractor;
#[cfg(feature = "multipart")]
mod file;
mod group;
mod json;
mod json_keys;
mod json_syntax;
mod list;
#[cfg(feature = "multipart")]
mod multipart;
mod origin;
mod raw;
mod scalar;
mod sources;
mod state;

pub use argument::{
    Argument, ArgumentKind, ArgumentSpec, DefaultValue, DraftFile, IntoArgument, RequestDraft, via,
};
pub use extractor::{FromRequest, OptionalFromRequest, Rejection};
#[cfg(feature = "multipart")]
pub use file::FileValue;
pub use json::read_json;
#[cfg(feature = "multipart")]
pub use multipart::{Multipart, read_files, read_form};
pub use origin::{BaseUrl, RootPath};
pub use raw::{RawText, read_raw};
#[cfg(not(feature = "multipart"))]
pub use sources::read_urlencoded as read_form;
pub use sources::{ParameterSource, source};
pub use state::State;
