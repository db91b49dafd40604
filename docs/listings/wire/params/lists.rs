//! Names that may be repeated, and JSON in a text.

use std::collections::BTreeSet;

use fastrs::prelude::*;
use serde_json::{Value, json};

#[model]
struct Positive(#[field(gt = 0)] i64);

#[get("/q/json")]
async fn q_json(v: JsonText<Vec<i64>>) -> Json<Value> {
    Json(json!({ "v": v.0 }))
}

mod echoed {
    use super::*;

    super::super::echo! {
        q_list_int "/q/list-int" Vec<i64>;
        q_list_str "/q/list-str" Vec<String>;
        q_set_int "/q/set-int" BTreeSet<i64>;
        q_tuple "/q/tuple" #[query] (i64, String);
        q_list_bounded "/q/list-bounded" #[query(min_items = 2, max_items = 3)] Vec<i64>;
        q_list_item_gt "/q/list-item-gt" Vec<Positive>;
        opt_list "/opt/list" Option<Vec<i64>>;
        opt_list_default "/opt/list-default" #[query(default = ["x", "y"])] Vec<String>;
    }

    pub(in super::super) fn all() -> Router {
        router()
    }
}

pub(super) fn router() -> Router {
    echoed::all().routes(routes![q_json])
}
