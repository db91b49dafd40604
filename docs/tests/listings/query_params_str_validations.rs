use fastrs::App;
use fastrs::serde_json::{Value, json};
use fastrs_book::query_params_str_validations::*;

use crate::exchange::{faults, get, parameters};

type Program = fn() -> App;

fn items(q: Option<&str>) -> (u16, Value) {
    let mut items = json!({ "items": [{ "item_id": "Foo" }, { "item_id": "Bar" }] });
    if let Some(q) = q {
        items["q"] = q.into();
    }
    (200, items)
}

#[fastrs::test]
async fn what_fits_is_taken() {
    let cases: [(Program, &str, Option<&str>); 12] = [
        (tutorial001::app, "", None),
        (tutorial001::app, "?q=a", Some("a")),
        (tutorial002::app, "?q=a", Some("a")),
        (tutorial003::app, "?q=abc", Some("abc")),
        (tutorial004::app, "?q=fixedquery", Some("fixedquery")),
        (tutorial005::app, "", Some("fixedquery")),
        (tutorial006::app, "?q=abc", Some("abc")),
        (tutorial006c::app, "?q=abc", Some("abc")),
        (tutorial007::app, "", None),
        (tutorial008::app, "?q=abc", Some("abc")),
        (tutorial009::app, "?item-query=a", Some("a")),
        (tutorial010::app, "?item-query=fixedquery", Some("fixedquery")),
    ];
    for (app, query, q) in cases {
        assert_eq!(get(app(), &format!("/items/{query}")).await, items(q), "{query}");
    }
}

#[fastrs::test]
async fn what_does_not_fit_is_told() {
    let long = format!("?q={}", "q".repeat(51));
    let cases: [(Program, &str, &str); 9] = [
        (tutorial002::app, &long, "string_too_long query.q"),
        (tutorial003::app, "?q=ab", "string_too_short query.q"),
        (tutorial004::app, "?q=other", "string_pattern_mismatch query.q"),
        (tutorial005::app, "?q=ab", "string_too_short query.q"),
        (tutorial006::app, "", "missing query.q"),
        (tutorial006c::app, "", "missing query.q"),
        (tutorial006c::app, "?q=", "string_too_short query.q"),
        (tutorial010::app, "?item-query=other", "string_pattern_mismatch query.item-query"),
        (tutorial015::app, "?id=wtf-yes", "value_error query.id"),
    ];
    for (app, query, fault) in cases {
        assert_eq!(faults(&get(app(), &format!("/items/{query}")).await), [fault], "{query}");
    }
}

#[fastrs::test]
async fn a_name_for_clients_is_the_only_one() {
    assert_eq!(get(tutorial009::app(), "/items/?q=a").await, items(None));
}

#[fastrs::test]
async fn the_document_says_all_of_it() {
    let parameter = &parameters(tutorial010::app())[0];
    let text = "What the items shall be searched for; the best match comes first";
    assert_eq!(parameter["name"], "item-query");
    assert_eq!(parameter["deprecated"], true);
    assert_eq!(parameter["description"], text);
    assert_eq!(parameter["schema"]["title"], "Query string");
    assert_eq!(parameter["schema"]["anyOf"][0]["pattern"], "^fixedquery$");
}

#[fastrs::test]
async fn a_repeated_name_makes_a_list() {
    for (app, absent) in [
        (tutorial011::app as fn() -> App, json!(null)),
        (tutorial012::app, json!(["foo", "bar"])),
        (tutorial013::app, json!([])),
    ] {
        assert_eq!(get(app(), "/items/").await, (200, json!({ "q": absent })));
        assert_eq!(get(app(), "/items/?q=a&q=b").await, (200, json!({ "q": ["a", "b"] })));
    }
}

#[fastrs::test]
async fn a_hidden_parameter_works_all_the_same() {
    assert_eq!(parameters(tutorial014::app()), Value::Null);
    let found = get(tutorial014::app(), "/items/?hidden_query=a").await;
    assert_eq!(found, (200, json!({ "hidden_query": "a" })));
    assert_eq!(get(tutorial014::app(), "/items/").await, (200, json!({ "hidden_query": "Not found" })));
}

#[fastrs::test]
async fn a_validator_of_ones_own_is_a_function() {
    let name = "The Hitchhiker's Guide to the Galaxy";
    let known = get(tutorial015::app(), "/items/?id=isbn-9781529046137").await;
    assert_eq!(known, (200, json!({ "id": "isbn-9781529046137", "name": name })));
    let other = get(tutorial015::app(), "/items/?id=isbn-nope").await;
    assert_eq!(other, (200, json!({ "id": "isbn-nope", "name": null })));
    assert!(get(tutorial015::app(), "/items/").await.1["name"].is_string());
}
