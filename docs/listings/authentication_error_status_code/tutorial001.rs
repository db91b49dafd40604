use fastrs::RequestContext;
use fastrs::describe::SecurityScheme;
use fastrs::prelude::*;
use fastrs::security::{HttpBearer, Scheme};
use fastrs::serde_json::{Value, json};

/// A bearer token whose absence is a 403, for clients that expect what older versions answered.
struct HttpBearer403(HttpBearer);

impl Scheme for HttpBearer403 {
    fn schemes() -> Vec<SecurityScheme> {
        vec![SecurityScheme::new("HTTPBearer403", json!({ "type": "http", "scheme": "bearer" }))]
    }

    async fn credentials(cx: &mut RequestContext) -> Result<Option<Self>, HttpError> {
        Ok(HttpBearer::credentials(cx).await?.map(Self))
    }

    fn refusal() -> HttpError {
        HttpError::new(403, "Not authenticated")
    }
}

#[get("/me")]
async fn read_me(bearer: HttpBearer403) -> Json<Value> {
    Json(json!({ "message": "You are authenticated", "token": bearer.0.token() }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_me])
}
