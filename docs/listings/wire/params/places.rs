//! Paths, headers and cookies.

use fastrs::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::types::Color;

mod echoed {
    use super::*;

    super::super::echo! {
        p_int "/p/int/{v}" i64;
        p_str "/p/str/{v}" String;
        p_enum "/p/enum/{v}" Color;
        p_rest "/p/rest/{*v}" String;
        p_conv_int "/p/conv-int/{v}" i64;
        p_conv_float "/p/conv-float/{v}" f64;
        p_conv_uuid "/p/conv-uuid/{v}" Uuid;
        h_str "/h/str" #[header(alias = "x-token")] String;
        h_int "/h/int" #[header(alias = "x-count")] i64;
        h_list "/h/list" #[header(alias = "x-tag")] Option<Vec<String>>;
        h_alias "/h/alias" #[header(alias = "X-Custom-Name")] String;
        h_under "/h/underscore" #[header(alias = "strange_header")] Option<String>;
        c_str "/c/str" #[cookie(alias = "sid")] String;
        c_int "/c/int" #[cookie(alias = "n", default = 5)] i64;
    }

    pub(in super::super) fn all() -> Router {
        router()
    }
}

#[get("/p/two/{a}/x/{b}")]
async fn p_two(a: i64, b: i64, q: i64) -> Json<Value> {
    Json(json!({ "a": a, "b": b, "q": q }))
}

// A placeholder is a whole segment, so what it ends with is the handler's to know, and `app` documents it.
#[get("/p/file/{name}")]
async fn p_file(name: String) -> Result<Json<Value>, HttpError> {
    let name = name.strip_suffix(".json").or_404("Not Found")?;
    Ok(Json(json!({ "name": name })))
}

#[get("/users/me")]
async fn users_me() -> Json<Value> {
    Json(json!("me"))
}

#[get("/users/{user_id}")]
async fn users_id(user_id: i64) -> Json<Value> {
    Json(json!(user_id))
}

#[get("/h/optional")]
async fn h_opt(#[header] x_token: Option<String>, #[header] user_agent: Option<String>) -> Json<Value> {
    Json(json!({ "x_token": x_token, "user_agent": user_agent }))
}

pub(super) fn router() -> Router {
    echoed::all().routes(routes![p_two, p_file, users_me, users_id, h_opt])
}
