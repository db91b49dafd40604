//! Testing: a client that calls an app in process, without a port, and holds every answer against the document.

mod check;
mod client;
mod compatibility;
mod conformance;
mod coverage;
mod explore;
mod multipart;
mod request;
mod response;
mod schema;

pub use check::check;
pub use client::TestClient;
pub use compatibility::breaking_changes;
#[doc(hidden)]
pub use compatibility::compatible;
pub use coverage::{Coverage, DocumentedAnswer};
pub use explore::{Explorer, explore};
pub use multipart::MultipartBody;
#[doc(hidden)]
pub use request::url_of;
pub use request::{TestRequest, TypedRequest};
pub use response::TestResponse;
