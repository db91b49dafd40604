use fastrs::serde_json::json;
use fastrs_book::path_params_numeric_validations::*;

use crate::exchange::{faults, get, parameters};

#[fastrs::test]
async fn a_title_is_for_the_document() {
    let parameters = parameters(tutorial001::app());
    assert_eq!(parameters[0]["schema"]["title"], "The ID of the item to get");
    let found = get(tutorial001::app(), "/items/42?item-query=a").await;
    assert_eq!(found, (200, json!({ "item_id": 42, "q": "a" })));
}

#[fastrs::test]
async fn the_order_of_arguments_is_free() {
    for app in [tutorial002::app, tutorial003::app] {
        assert_eq!(get(app(), "/items/4?q=a").await, (200, json!({ "item_id": 4, "q": "a" })));
        assert_eq!(faults(&get(app(), "/items/x").await), ["int_parsing path.item_id", "missing query.q"]);
    }
}

#[fastrs::test]
async fn numbers_have_limits() {
    for (app, target, fault) in [
        (tutorial004::app as fn() -> fastrs::App, "/items/0?q=", "greater_than_equal path.item_id"),
        (tutorial005::app, "/items/0?q=", "greater_than path.item_id"),
        (tutorial005::app, "/items/1001?q=", "less_than_equal path.item_id"),
        (tutorial006::app, "/items/0?q=&size=10.5", "less_than query.size"),
        (tutorial006::app, "/items/0?q=&size=0", "greater_than query.size"),
    ] {
        assert_eq!(faults(&get(app(), target).await), [fault], "{target}");
    }
    for target in ["/items/1?q=", "/items/1000?q="] {
        assert_eq!(get(tutorial005::app(), target).await.0, 200);
    }
    let sized = get(tutorial006::app(), "/items/0?q=a&size=0.1").await;
    assert_eq!(sized, (200, json!({ "item_id": 0, "q": "a", "size": 0.1 })));
}
