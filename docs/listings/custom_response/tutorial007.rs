use fastrs::prelude::*;

/// Ten pieces of what would be a film. Each is made when the one before it has been sent.
fn fake_video_streamer() -> impl Stream<Item = &'static [u8]> {
    tokio_stream::iter((0..10).map(|_| &b"some fake video bytes"[..]))
}

#[get("/")]
async fn main() -> Body {
    Body::stream(fake_video_streamer())
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![main])
}
