use fastrs::Frontend;
use fastrs::prelude::*;

const NOT_BUILT_YET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/listings/frontend/not-built-yet");

/// The app starts before the front-end has been built.
pub fn app() -> App {
    App::new("FastAPI", "0.1.0").frontend("/", Frontend::new(NOT_BUILT_YET).unchecked())
}
