//! What the app says of itself.

use std::collections::BTreeSet;

use fastrs::prelude::*;
use fastrs::testing::breaking_changes;
use serde_json::{Value, json};

use crate::app::{app, people};
use crate::dependencies::{Clock, Tenant};
use crate::store::{Journal, Store};

fn document() -> Value {
    fastrs::testing::check(app()).openapi().clone()
}

fn operations(document: &Value) -> Vec<(&str, &str, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths
        .flat_map(|(path, item)| {
            item.as_object()
                .unwrap()
                .iter()
                .map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
        })
        .collect()
}

fn names<'d>(operation: &'d Value, place: &str) -> Vec<&'d str> {
    let all = operation["parameters"].as_array().into_iter().flatten();
    all.filter(|parameter| parameter["in"] == place)
        .map(|parameter| parameter["name"].as_str().unwrap())
        .collect()
}

#[test]
fn there_are_150_operations_with_ids_of_their_own() {
    let document = document();
    let all = operations(&document);
    assert_eq!(all.len(), 150);
    let ids: BTreeSet<_> =
        all.iter().map(|(.., operation)| operation["operationId"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 150);
    assert_eq!(app().route_table().iter().count(), 150);
    // Generated names are long, and tell where they come from.
    assert!(ids.contains("replace_v2_shop_sales_shipments__id__put"), "{ids:?}");
}

#[test]
fn routers_hand_down_what_they_say() {
    let document = document();
    for (path, method, operation) in operations(&document) {
        let version = &path[1..3];
        assert_eq!(operation["tags"][0], version, "{method} {path}");
        assert_eq!(operation["deprecated"] == true, version == "v1", "{method} {path}");
        let group = path.split('/').nth(3).filter(|_| path.matches('/').count() > 3);
        assert_eq!(operation["tags"].get(1).and_then(Value::as_str), group, "{method} {path}");
        // The app's own dependency is everywhere.
        assert!(names(operation, "header").contains(&"x-tenant"), "{method} {path}");
    }
}

#[test]
fn what_dependencies_take_and_answer_stands_in_every_operation_that_uses_them() {
    let document = document();
    let create = &document["paths"]["/v2/shop/sales/shipments"]["post"];
    assert_eq!(names(create, "header"), ["x-tenant", "x-request-name"]);
    assert_eq!(create["security"], json!([{ "HTTPBearer": [] }]));
    let statuses: BTreeSet<_> = create["responses"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(statuses, BTreeSet::from(["201", "401", "403", "404", "409", "413", "415", "422", "default"]));
    let list = &document["paths"]["/v1/people/staff/teams"]["get"];
    assert_eq!(names(list, "query"), ["skip", "limit", "name"]);
    assert_eq!(names(list, "header"), ["x-tenant"]);
    let report = &document["paths"]["/v1/report"]["get"];
    assert_eq!(names(report, "header"), ["x-tenant", "x-request-name", "x-locale"]);
    let version = &document["paths"]["/v1/version"]["get"];
    assert_eq!((version.get("security"), version["responses"].as_object().unwrap().len()), (None, 2));
}

/// A router stands alone, too: what the file keeps is the promise to its clients.
#[test]
fn the_people_keep_their_promise() {
    let alone = App::new("People", "2.0.0").depends::<Tenant>().include(people());
    let alone = alone.state(Store::default()).state(Journal::default()).state(Clock(7));
    fastrs::assert_compatible!(alone, "tests/large_app/people.json");
}

#[test]
fn a_dependency_that_takes_more_breaks_every_operation_that_uses_it() {
    let old = document();
    let mut new = old.clone();
    for item in new["paths"].as_object_mut().unwrap().values_mut() {
        for operation in item.as_object_mut().unwrap().values_mut() {
            for parameter in operation["parameters"].as_array_mut().unwrap() {
                if parameter["name"] == "x-request-name" {
                    parameter["required"] = true.into();
                }
            }
        }
    }
    let changes = breaking_changes(&old, &new);
    assert!(
        changes
            .contains(&"`POST /v1/import`: the header parameter `x-request-name` is required now".to_owned())
    );
    // Those that change something, and the five for an actor or a desk of each version but `version`.
    assert_eq!(changes.len(), 28 * 3 + 1 + 6, "{changes:#?}");
    assert!(breaking_changes(&old, &old).is_empty());
}
