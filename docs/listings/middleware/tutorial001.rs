use std::time::Instant;

use fastrs::http::HeaderValue;
use fastrs::prelude::*;

#[middleware]
async fn add_process_time_header(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let mut response = next.run(request).await;
    let seconds = start.elapsed().as_secs_f64().to_string();
    if let Ok(value) = HeaderValue::try_from(seconds) {
        response.headers_mut().insert("x-process-time", value);
    }
    response
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").middleware(add_process_time_header)
}
