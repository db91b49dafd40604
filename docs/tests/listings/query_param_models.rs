use fastrs::App;
use fastrs::serde_json::json;
use fastrs_book::query_param_models::*;

use crate::exchange::{faults, get, parameters};

const BOTH: [fn() -> App; 2] = [tutorial001::app, tutorial002::app];

#[fastrs::test]
async fn every_field_is_a_parameter() {
    for app in BOTH {
        let defaults = json!({ "limit": 100, "offset": 0, "order_by": "created_at", "tags": [] });
        assert_eq!(get(app(), "/items/").await, (200, defaults));
        let some = get(app(), "/items/?limit=10&order_by=updated_at&tags=a&tags=b").await;
        let expected = json!({ "limit": 10, "offset": 0, "order_by": "updated_at", "tags": ["a", "b"] });
        assert_eq!(some, (200, expected));
        assert_eq!(parameters(app()).as_array().map(Vec::len), Some(4));
    }
}

#[fastrs::test]
async fn every_fault_is_told() {
    for app in BOTH {
        let refused = get(app(), "/items/?limit=150&offset=-1&order_by=invalid").await;
        let expected = [
            "less_than_equal query.limit",
            "greater_than_equal query.offset",
            "literal_error query.order_by",
        ];
        assert_eq!(faults(&refused), expected);
    }
}

#[fastrs::test]
async fn a_model_can_refuse_what_it_does_not_know() {
    assert_eq!(get(tutorial001::app(), "/items/?tool=plumbus").await.0, 200);
    assert_eq!(
        faults(&get(tutorial002::app(), "/items/?tool=plumbus").await),
        ["extra_forbidden query.tool"]
    );
}
