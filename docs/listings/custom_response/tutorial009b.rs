use fastrs::prelude::*;

const SOME_FILE_PATH: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/listings/custom_response/large-video-file.mp4");

struct Mp4;

impl MediaType for Mp4 {
    const MEDIA_TYPE: &'static str = "video/mp4";
}

// The document says that it is a film.
#[get("/")]
async fn main() -> Result<File<Mp4>, HttpError> {
    Ok(File::open(SOME_FILE_PATH).await?)
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![main])
}
