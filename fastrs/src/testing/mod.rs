//! Testing: a client that calls an app in process, without a port.

mod check;
mod client;
mod multipart;
mod request;
mod response;

pub use check::check;
pub use client::TestClient;
pub use multipart::MultipartBody;
#[doc(hidden)]
pub use request::url_of;
pub use request::{TestRequest, TypedRequest};
pub use response::TestResponse;
