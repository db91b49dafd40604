use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
    #[cfg(unix)]
    inode: u64,
}

fn main() {}
