//! What answers as its field does has one field, and no headers of its own.
use fastrs::prelude::*;

#[derive(Debug, ApiError)]
enum PriceError {
    #[status(transparent)]
    None,
    #[status(transparent)]
    Two(HttpError, u32),
    #[status(transparent)]
    #[header("retry-after", "1")]
    Dressed(HttpError),
}

fn main() {}
