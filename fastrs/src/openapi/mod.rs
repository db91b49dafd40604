//! The OpenAPI 3.1 document, built once at start from the endpoints' descriptions, and its pages.

mod document;
mod operation;
pub(crate) mod pages;
mod parameters;
mod text;

pub use document::Server;
pub(crate) use document::{Document, Metadata, build};
pub(crate) use operation::operation_id;
