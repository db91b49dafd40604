use fastrs::prelude::*;

const DIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/listings/frontend/dist");

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").frontend("/", DIST)
}
