use fastrs::prelude::*;
use tokio_stream::StreamExt;

#[model]
struct Prompt {
    text: String,
}

// Events have no method of their own: POST can stream them too.
#[post("/chat/stream")]
async fn stream_chat(prompt: Prompt) -> Sse<impl Stream<Item = Event>> {
    let words: Vec<String> = prompt.text.split_whitespace().map(str::to_owned).collect();
    let tokens = tokio_stream::iter(words).map(|word| Event::new(word.into()).event("token"));
    // Text as it is, not JSON.
    let done = Event::text("[DONE]").event("done");
    Sse::new(tokens.chain(tokio_stream::once(done)))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![stream_chat])
}
