//! What goes in and out, with the rules that garde can check.

use garde::Validate;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "salvo", derive(salvo::oapi::ToSchema))]
pub struct Greeting {
    pub message: String,
    pub number: u32,
}

impl Greeting {
    #[must_use]
    pub fn new() -> Self {
        Self { message: "Hello, World!".to_owned(), number: 42 }
    }
}

impl Default for Greeting {
    fn default() -> Self {
        Self::new()
    }
}

#[derive(Deserialize, Validate)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams))]
pub struct ItemPath {
    #[garde(range(min = 1))]
    pub item_id: u64,
}

#[derive(Deserialize, Validate)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams))]
pub struct Filter {
    #[garde(length(chars, min = 3, max = 50))]
    pub q: Option<String>,
    #[garde(range(min = 1, max = 100))]
    #[serde(default = "ten")]
    pub limit: u32,
}

fn ten() -> u32 {
    10
}

/// The header `x-token`.
#[derive(Validate)]
#[garde(transparent)]
pub struct Token(#[garde(length(chars, min = 8))] pub String);

#[derive(Serialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "salvo", derive(salvo::oapi::ToSchema))]
pub struct Found {
    pub item_id: u64,
    pub q: Option<String>,
    pub limit: u32,
    pub token: String,
}

#[derive(Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "salvo", derive(salvo::oapi::ToSchema))]
pub struct Item {
    #[garde(length(chars, min = 1, max = 100))]
    pub name: String,
    #[garde(skip)]
    pub description: Option<String>,
    #[garde(custom(positive))]
    pub price: f64,
    #[garde(range(min = 0.0))]
    pub tax: Option<f64>,
    #[garde(length(max = 20), inner(length(chars, min = 1, max = 30)))]
    pub tags: Vec<String>,
    #[garde(dive)]
    pub dimensions: Dimensions,
    #[garde(email)]
    pub email: String,
}

#[derive(Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "salvo", derive(salvo::oapi::ToSchema))]
pub struct Dimensions {
    #[garde(custom(positive))]
    pub w: f64,
    #[garde(custom(positive))]
    pub h: f64,
    #[garde(custom(positive))]
    pub d: f64,
}

/// garde's ranges include their ends.
fn positive(value: &f64, _: &()) -> garde::Result {
    if *value > 0.0 { Ok(()) } else { Err(garde::Error::new("not greater than 0")) }
}
