use fastrs::prelude::*;

struct CurrentUser;

#[get("/")]
async fn read_item(user: Depends<CurrentUser>) -> String {
    let _ = user;
    unimplemented!()
}

fn main() {}
