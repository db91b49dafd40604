use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

struct Username(&'static str);

/// It finishes before the response goes out, which every dependency of fastrs does.
#[dependency(finish)]
async fn username() -> Username {
    Username("Rick")
}

impl Finish for Username {
    async fn finish(self, _: Outcome<'_>) -> Result<(), HttpError> {
        eprintln!("Cleanup up before response is sent");
        Ok(())
    }
}

#[get("/users/me")]
async fn get_user_me(username: Depends<Username>) -> Json<Value> {
    Json(json!(username.0))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![get_user_me])
}
