//! A handler and a dependency stay the functions they were.
use fastrs::prelude::*;

struct Paging(u32);

#[dependency]
async fn paging(#[query(default = 10)] limit: u32) -> Paging {
    Paging(limit)
}

#[get("/items/{item_id}")]
async fn read_item(#[path(ge = 1)] item_id: u64, q: Option<String>, paging: Depends<Paging>) -> String {
    format!("{item_id} {q:?} {}", paging.0)
}

#[get("/slow", blocking)]
fn slow(limit: Option<u32>) -> String {
    format!("{limit:?}")
}

#[fastrs::main]
async fn main() {
    let paging = paging(5).await;
    assert_eq!(read_item(1, None, paging.into()).await, "1 None 5");
    assert_eq!(slow(Some(1)), "Some(1)");
    assert_eq!(read_item::url(1), "/items/1");
}
