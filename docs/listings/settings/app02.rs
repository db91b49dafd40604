use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};
use fastrs::settings;

#[model]
pub struct Settings {
    #[field(default = "Awesome API")]
    pub app_name: String,
    pub admin_email: String,
    #[field(default = 50)]
    pub items_per_user: i64,
}

/// A dependency, so that a test can put others in its place.
#[dependency]
async fn get_settings() -> Result<Settings, HttpError> {
    Ok(settings::from_env()?)
}

#[get("/info")]
async fn info(settings: Depends<Settings>) -> Json<Value> {
    Json(json!({
        "app_name": settings.app_name,
        "admin_email": settings.admin_email,
        "items_per_user": settings.items_per_user,
    }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![info])
}
