use fastrs::prelude::*;

#[derive(Debug, thiserror::Error, ApiError)]
enum ItemError {
    #[error("Item not found")]
    NotFound,
}

fn main() {}
