//! Arguments: how a handler's parameters are taken from a request.
//!
//! Every argument type reaches its value through [`Argument`], whose implementations stand one kind per file.
//! The macro names the place where an attribute or the path template says it ([`source`]); otherwise the type
//! decides. The compiler infers which implementation is meant ([`via`]), because only one can apply.

mod argument;
mod extractor;
mod group;
mod json;
mod list;
mod origin;
mod raw;
mod scalar;
mod sources;
mod state;

pub use argument::{Argument, ArgumentKind, ArgumentSpec, DefaultValue, IntoArgument, RequestDraft, via};
pub use extractor::{FromRequest, OptionalFromRequest, Rejection};
pub use json::read_json;
pub use origin::{BaseUrl, RootPath};
pub use raw::{RawText, read_raw};
pub use sources::{ParameterSource, read_form, source};
pub use state::State;
