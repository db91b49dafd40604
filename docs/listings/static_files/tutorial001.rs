use fastrs::prelude::*;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/listings/static_files/static");

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").static_files("/static", StaticFiles::new(FOLDER))
}
