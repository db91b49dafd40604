use fastrs::prelude::*;

#[derive(Debug, thiserror::Error, ApiError)]
enum ItemError {
    #[error("Item not found")]
    #[status(200)]
    NotFound,
}

fn main() {}
