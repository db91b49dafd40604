use fastrs::prelude::*;

const MESSAGE: &str = "\
Rick: (stumbles in drunkenly, and turns on the lights) Morty! You gotta come on. You got--... you gotta come with me.
Morty: (rubs his eyes) What, Rick? What's going on?
Rick: I got a surprise for you, Morty.
Morty: It's the middle of the night. What are you talking about?
Rick: (spills alcohol on Morty's bed) Come on, I got a surprise for you. (drags Morty by the ankle) Come on, hurry up. (pulls Morty out of his bed and into the hall)
Morty: Ow! Ow! You're tugging me too hard!
Rick: We gotta go, gotta get outta here, come on. Got a surprise for you Morty.";

/// The lines as they are spoken. A stream need not wait for anything: an iterator is one.
fn story() -> impl Stream<Item = &'static str> {
    tokio_stream::iter(MESSAGE.lines())
}

/// The same in bytes.
fn story_bytes() -> impl Stream<Item = Bytes> {
    tokio_stream::iter(MESSAGE.lines().map(Bytes::from))
}

#[get("/story/stream")]
async fn stream_story() -> Body {
    Body::stream(story())
}

#[get("/story/stream-no-async", blocking)]
fn stream_story_no_async() -> Body {
    Body::stream(story())
}

#[get("/story/stream-no-annotation")]
async fn stream_story_no_annotation() -> Response {
    Response::new(Body::stream(story()))
}

#[get("/story/stream-no-async-no-annotation", blocking)]
fn stream_story_no_async_no_annotation() -> Response {
    Response::new(Body::stream(story()))
}

#[get("/story/stream-bytes")]
async fn stream_story_bytes() -> Body {
    Body::stream(story_bytes())
}

#[get("/story/stream-no-async-bytes", blocking)]
fn stream_story_no_async_bytes() -> Body {
    Body::stream(story_bytes())
}

#[get("/story/stream-no-annotation-bytes")]
async fn stream_story_no_annotation_bytes() -> Response {
    Response::new(Body::stream(story_bytes()))
}

#[get("/story/stream-no-async-no-annotation-bytes", blocking)]
fn stream_story_no_async_no_annotation_bytes() -> Response {
    Response::new(Body::stream(story_bytes()))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![
        stream_story,
        stream_story_no_async,
        stream_story_no_annotation,
        stream_story_no_async_no_annotation,
        stream_story_bytes,
        stream_story_no_async_bytes,
        stream_story_no_annotation_bytes,
        stream_story_no_async_no_annotation_bytes,
    ])
}
