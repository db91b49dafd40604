use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct InternalError(String);

struct Username(&'static str);

#[dependency(finish)]
async fn username() -> Username {
    Username("Rick")
}

impl Finish for Username {
    /// It looks, and changes nothing: the error stays what it is.
    async fn finish(self, outcome: Outcome<'_>) -> Result<(), HttpError> {
        if outcome.error::<InternalError>().is_some() {
            eprintln!("{} don't like internal errors", self.0);
        }
        Ok(())
    }
}

#[get("/items/{item_id}")]
async fn get_item(item_id: String, username: Depends<Username>) -> Result<Json<Value>, HttpError> {
    if item_id == "portal-gun" {
        let message = format!("The portal gun is too dangerous to be owned by {}", username.0);
        Err(InternalError(message))?;
    }
    if item_id != "plumbus" {
        return Err(HttpError::new(404, "Item not found, there's only a plumbus here"));
    }
    Ok(Json(json!(item_id)))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![get_item])
}
