use fastrs::prelude::*;

#[derive(Debug, thiserror::Error, ApiError)]
enum ItemError {
    #[error("Log in")]
    #[status(401)]
    #[header("www-authenticate")]
    Anonymous,
}

fn main() {}
