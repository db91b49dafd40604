//! Testing: a client that calls an app in process, without a port.

mod client;
mod request;
mod response;

pub use client::TestClient;
#[doc(hidden)]
pub use request::url_of;
pub use request::{TestRequest, TypedRequest};
pub use response::TestResponse;
