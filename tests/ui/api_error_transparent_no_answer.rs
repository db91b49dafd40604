//! What answers as its field does needs a field that is an answer.
use fastrs::prelude::*;

#[derive(Debug, ApiError)]
enum PriceError {
    #[status(transparent)]
    Number(std::num::ParseIntError),
}

fn main() {}
