use fastrs::prelude::*;

#[derive(Debug, thiserror::Error, ApiError)]
enum ItemError {
    #[error("Item not found")]
    #[status("404")]
    NotFound,
}

fn main() {}
