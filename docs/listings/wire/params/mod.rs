//! Parameters of every type, and how their texts are read.

mod groups;
mod lists;
mod places;
mod rules;
mod types;

use fastrs::App;
use fastrs::serde_json::Value;

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

/// The path of a file as clients see it: only what ends in `.json` is found.
fn name_file(document: &mut Value) {
    let Some(paths) = document["paths"].as_object_mut() else { return };
    if let Some(mut item) = paths.shift_remove("/p/file/{name}") {
        item["get"]["operationId"] = "p_file_p_file__name__json_get".into();
        paths.insert("/p/file/{name}.json".into(), item);
    }
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0")
        .include(types::router())
        .include(rules::router())
        .include(lists::router())
        .include(groups::router())
        .include(places::router())
        .openapi(name_file)
}
