use fastrs::prelude::*;

const SOME_FILE_PATH: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/listings/custom_response/large-video-file.mp4");

#[get("/")]
async fn main() -> Result<File, HttpError> {
    Ok(File::open(SOME_FILE_PATH).await?)
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![main])
}
