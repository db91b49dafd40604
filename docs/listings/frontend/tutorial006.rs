use fastrs::prelude::*;

const DIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/listings/frontend/dist");

/// Under a path of its own, beside whatever else the app serves.
pub fn app() -> App {
    App::new("FastAPI", "0.1.0").frontend("/dashboard", DIST)
}
