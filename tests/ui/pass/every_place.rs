//! Every place with a type it can have; two bodies share one object.
use std::collections::{BTreeSet, HashMap};

use fastrs::prelude::*;

#[model]
struct Filter {
    limit: Option<u32>,
    #[field(default)]
    tag: Vec<String>,
}

#[model]
enum Kind {
    Laptop,
    Phone,
}

#[get("/a/{kind}")]
async fn read(
    kind: Kind,
    #[query] filter: Filter,
    #[query(alias = "sort")] order: Option<Vec<Kind>>,
    ids: BTreeSet<u64>,
    #[header] x_token: String,
    #[cookie(default = "none")] session: String,
    uri: Uri,
    headers: HeaderMap,
    db: State<String>,
) -> Option<String> {
    let _ = (kind, filter.limit, filter.tag, order, ids, x_token, session, uri, headers, db);
    None
}

#[post("/b")]
async fn two(first: HashMap<String, Filter>, second: Vec<Kind>, #[body(default = 3)] times: u32) {
    let _ = (first, second, times);
}

#[post("/c")]
async fn form(#[form] filter: Filter) -> NoContent {
    let _ = filter;
    NoContent
}

#[post("/d")]
async fn raw(#[body(raw)] text: String) -> String {
    text
}

/// The setter of an extractor does nothing, but is there.
fn main() {
    App::new("Items", "1.0.0").state(String::new()).routes(routes![read, two, form, raw]).build().unwrap();
    let _ = read::request(Kind::Phone).db(State::from(String::new())).order(vec![Kind::Laptop]).x_token("a");
}
