use fastrs::serde_json::json;
use fastrs_book::query_params::*;

use crate::exchange::{faults, get};

#[fastrs::test]
async fn defaults_stand_in_for_what_is_not_sent() {
    let all = json!([{ "item_name": "Foo" }, { "item_name": "Bar" }, { "item_name": "Baz" }]);
    assert_eq!(get(tutorial001::app(), "/items/").await, (200, all));
    let page = get(tutorial001::app(), "/items/?skip=1&limit=1").await;
    assert_eq!(page, (200, json!([{ "item_name": "Bar" }])));
}

#[fastrs::test]
async fn an_option_may_be_left_out() {
    assert_eq!(get(tutorial002::app(), "/items/foo").await, (200, json!({ "item_id": "foo" })));
    assert_eq!(get(tutorial002::app(), "/items/foo?q=a").await, (200, json!({ "item_id": "foo", "q": "a" })));
}

#[fastrs::test]
async fn a_bool_has_many_spellings() {
    for short in ["1", "True", "true", "on", "yes"] {
        let target = format!("/items/foo?short={short}");
        assert_eq!(get(tutorial003::app(), &target).await, (200, json!({ "item_id": "foo" })), "{short}");
    }
    assert!(get(tutorial003::app(), "/items/foo?short=no").await.1["description"].is_string());
}

#[fastrs::test]
async fn names_tell_path_and_query_apart() {
    let found = get(tutorial004::app(), "/users/7/items/foo?short=yes&q=a").await;
    assert_eq!(found, (200, json!({ "item_id": "foo", "owner_id": 7, "q": "a" })));
}

#[fastrs::test]
async fn what_has_no_default_is_required() {
    assert_eq!(faults(&get(tutorial005::app(), "/items/foo").await), ["missing query.needy"]);
    let some = get(tutorial006::app(), "/items/foo?skip=a&limit=b").await;
    assert_eq!(faults(&some), ["missing query.needy", "int_parsing query.skip", "int_parsing query.limit"]);
    let found = get(tutorial006::app(), "/items/foo?needy=n").await;
    assert_eq!(found, (200, json!({ "item_id": "foo", "needy": "n", "skip": 0, "limit": null })));
}
