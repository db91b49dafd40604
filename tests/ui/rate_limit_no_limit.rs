use fastrs::prelude::*;

#[get("/number", rate_limit = 5)]
async fn by_number() -> String {
    unimplemented!()
}

#[get("/burst", rate_limit = "5 / 5 min burst 6")]
async fn by_burst() -> String {
    unimplemented!()
}

#[get("/list", rate_limit = ["5 / 1 s", "5 / 400000000 min"])]
async fn by_list() -> String {
    unimplemented!()
}

fn main() {}
