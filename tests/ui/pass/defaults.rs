//! Defaults as people write them.
use std::collections::{BTreeSet, HashSet};

use fastrs::prelude::*;

const LIMIT: u32 = 10;

#[model]
#[derive(Default, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Kind {
    #[default]
    Laptop,
    Phone,
}

#[model]
struct Item {
    #[field(default = "none", min_length = 1)]
    name: String,
    #[field(default)]
    kind: Kind,
    #[field(default = ["a", "b"], min_items = 2)]
    tags: Vec<String>,
    #[field(default = [Number(1)])]
    numbers: HashSet<Number>,
    #[field(default = Some(3))]
    count: Option<u32>,
}

#[model]
#[derive(PartialEq, Eq, Hash)]
struct Number(u32);

#[get("/")]
async fn read(
    #[query(default = "a")] q: String,
    #[query(default = Kind::Phone)] kind: Kind,
    #[query(default)] other: Kind,
    #[query(default = LIMIT, le = 100)] limit: u32,
    #[query(default = ["x"])] tag: Vec<String>,
    #[query(default = [Kind::Phone, Kind::Laptop], max_items = 2)] kinds: BTreeSet<Kind>,
    #[query(default = [1, 2])] ids: Option<Vec<u8>>,
    #[query(default = Some("b".to_owned()))] some: Option<String>,
    #[header(default = -1, ge = -1)] x_depth: i32,
) -> String {
    let _ = (kind, other, limit, tag, kinds, ids, some, x_depth);
    q
}

fn main() {
    App::new("Items", "1.0.0").routes(routes![read]).build().unwrap();
    let item: Item = fastrs::serde_json::from_str("{}").unwrap();
    assert_eq!((item.name.as_str(), item.tags.len(), item.count), ("none", 2, Some(3)));
    assert!(item.kind == Kind::Laptop && item.numbers.len() == 1);
}
