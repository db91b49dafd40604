use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

fn item(id: &str) -> Option<Value> {
    match id {
        "plumbus" => Some(json!({ "description": "Freshly pickled plumbus", "owner": "Morty" })),
        "portal-gun" => Some(json!({ "description": "Gun to create portals", "owner": "Rick" })),
        _ => None,
    }
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct OwnerError(String);

struct Username(&'static str);

#[dependency(finish)]
async fn username() -> Username {
    Username("Rick")
}

impl Finish for Username {
    async fn finish(self, outcome: Outcome<'_>) -> Result<(), HttpError> {
        match outcome.error::<OwnerError>() {
            Some(error) => Err(HttpError::new(400, format!("Owner error: {error}"))),
            None => Ok(()),
        }
    }
}

#[get("/items/{item_id}")]
async fn get_item(item_id: String, username: Depends<Username>) -> Result<Json<Value>, HttpError> {
    let item = item(&item_id).or_404("Item not found")?;
    if item["owner"] != username.0 {
        Err(OwnerError(username.0.to_owned()))?;
    }
    Ok(Json(item))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![get_item])
}
