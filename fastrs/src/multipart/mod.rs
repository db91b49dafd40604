//! `multipart/form-data` (RFC 7578): forms with files, read as they come.
//!
//! Bytes arrive through [`Incoming`](incoming), which holds every limit that can be held before a part is understood;
//! [`Parts`](parts) makes parts of them; [`form`] keeps what a handler asked for, small files in memory, large ones in
//! one unnamed temporary file.

mod disposition;
mod form;
mod incoming;
mod limits;
mod name;
mod parts;
mod reader;
mod spool;
mod upload;

pub use form::Wanted;
pub(crate) use form::{MultipartForm, Sent, read_form};
pub use limits::MultipartLimits;
pub use parts::Part;
pub(crate) use parts::Parts;
pub use reader::UploadReader;
pub use upload::UploadFile;
