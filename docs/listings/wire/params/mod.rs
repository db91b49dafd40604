//! Parameters of every type, and how their texts are read.

mod groups;
mod lists;
mod places;
mod rules;
mod types;

use fastrs::App;

/// Handlers that give back the one parameter they take, and the router of them.
macro_rules! echo {
    ($($name:ident $path:literal $(#[$declared:meta])? $type:ty;)*) => {
        $(
            #[get($path)]
            async fn $name($(#[$declared])? v: $type) -> Json<Value> {
                Json(json!({ "v": v }))
            }
        )*

        pub(super) fn router() -> Router {
            Router::new("").routes(routes![$($name),*])
        }
    };
}
use echo;

pub fn app() -> App {
    App::new("FastAPI", "0.1.0")
        .include(types::router())
        .include(rules::router())
        .include(lists::router())
        .include(groups::router())
        .include(places::router())
}
