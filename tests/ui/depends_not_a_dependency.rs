use fastrs::prelude::*;

struct CurrentUser;

#[get("/", depends = [CurrentUser])]
async fn read_item() -> String {
    unimplemented!()
}

fn main() {}
