use fastrs::prelude::*;
use fastrs::{Fallback, Frontend};

const DIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/listings/frontend/dist");

/// A front-end that routes by itself: every path is its `index.html`.
pub fn app() -> App {
    App::new("FastAPI", "0.1.0").frontend("/", Frontend::new(DIST).fallback(Fallback::Index))
}
