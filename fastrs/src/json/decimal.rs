//! rust_decimal's numbers, as serde writes them.

super::values::by_serde! { rust_decimal::Decimal; }
