use fastrs::prelude::*;
use fastrs::{Fallback, Frontend};

const DIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/listings/frontend/dist");

/// Only the files: what is not there is the 404 of the app.
pub fn app() -> App {
    App::new("FastAPI", "0.1.0").frontend("/", Frontend::new(DIST).fallback(Fallback::None))
}
