use fastrs::prelude::*;
use fastrs::{Fallback, Frontend};

const DIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/listings/frontend/dist");

/// A site of pages: what is not there is its `404.html`.
pub fn app() -> App {
    App::new("FastAPI", "0.1.0").frontend("/", Frontend::new(DIST).fallback(Fallback::NotFound))
}
