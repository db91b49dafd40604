//! JSON bodies of every type and form.

mod fields;
mod forms;
mod models;
mod unions;

use fastrs::App;

pub fn app() -> App {
    App::new("FastAPI", "0.1.0")
        .include(fields::router())
        .include(unions::router())
        .include(models::router())
        .include(forms::router())
}
