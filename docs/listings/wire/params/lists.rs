//! Names that may be repeated, and JSON in a text.

use std::collections::BTreeSet;

use fastrs::prelude::*;
use serde_json::{Value, json};

// An item with a rule of its own, documented where it stands.
#[model]
#[schemars(inline)]
struct Positive(#[field(gt = 0)] i64);

#[get("/q/json")]
async fn read_json(v: JsonText<Vec<i64>>) -> Json<Value> {
    Json(json!({ "v": v.0 }))
}

mod echoed {
    use super::*;

    super::super::echo! {
        read_list_int "/q/list-int" Vec<i64>;
        read_list_str "/q/list-str" Vec<String>;
        read_set_int "/q/set-int" BTreeSet<i64>;
        read_tuple "/q/tuple" #[query] (i64, String);
        read_list_bounded "/q/list-bounded" #[query(min_items = 2, max_items = 3)] Vec<i64>;
        read_list_item_gt "/q/list-item-gt" Vec<Positive>;
        opt_list "/opt/list" Option<Vec<i64>>;
        opt_list_default "/opt/list-default" #[query(default = ["x", "y"])] Vec<String>;
    }

    pub(in super::super) fn all() -> Router {
        router()
    }
}

pub(super) fn router() -> Router {
    echoed::all().routes(routes![read_json])
}
