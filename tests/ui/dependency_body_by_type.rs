use fastrs::prelude::*;

struct CurrentUser;

#[model]
struct Item {
    name: String,
}

#[dependency]
async fn current_user(item: Item) -> CurrentUser {
    let _ = item;
    CurrentUser
}

fn main() {}
