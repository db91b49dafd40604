use fastrs::prelude::*;

#[derive(Debug, ApiError)]
enum ItemError {
    #[status(404)]
    NotFound,
}

fn main() {}
