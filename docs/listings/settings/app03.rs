use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};
use fastrs::settings;

#[model]
struct Settings {
    #[field(default = "Awesome API")]
    app_name: String,
    admin_email: String,
    #[field(default = 50)]
    items_per_user: i64,
}

#[get("/info")]
async fn info(settings: State<Settings>) -> Json<Value> {
    Json(json!({
        "app_name": settings.app_name,
        "admin_email": settings.admin_email,
        "items_per_user": settings.items_per_user,
    }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0")
        .state_from(|| async { settings::from_env_and_file::<Settings>(".env") })
        .routes(routes![info])
}
