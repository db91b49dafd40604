//! `max_digits`, `decimal_places`.

/// Types that know their decimal digits: where `max_digits` and `decimal_places` can be declared.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not count decimal digits, so `max_digits` and `decimal_places` cannot be declared for it",
    label = "not a decimal number",
    note = "`rust_decimal::Decimal` does (the feature `decimal` of fastrs)"
)]
pub trait DecimalDigits {
    /// Named by the macro.
    #[doc(hidden)]
    const HOLDS: () = ();
}
