use fastrs::prelude::*;

struct CurrentUser;

struct Filter;

#[dependency]
async fn current_user(filter: Filter) -> CurrentUser {
    let _ = filter;
    CurrentUser
}

fn main() {}
