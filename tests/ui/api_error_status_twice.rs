use fastrs::prelude::*;

#[derive(Debug, thiserror::Error, ApiError)]
enum ItemError {
    #[error("Item not found")]
    #[status(404)]
    #[status(410)]
    NotFound,
}

fn main() {}
