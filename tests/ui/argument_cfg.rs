use fastrs::prelude::*;

#[get("/")]
async fn root(#[cfg(unix)] inode: u64) {}

fn main() {}
