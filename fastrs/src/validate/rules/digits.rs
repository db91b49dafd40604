//! `max_digits`, `decimal_places`.

use super::Rules;
use crate::validate::Issue;

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

/// The first rule that a number breaks which has so many digits, and so many of them behind the point.
#[cfg(feature = "decimal")]
pub(crate) fn break_of((digits, places): (u32, u32), rules: &Rules) -> Option<Issue> {
    let issue = |kind: &'static str, max: u32, noun: &str, rest: &str, key: &'static str| {
        let plural = if max == 1 { "" } else { "s" };
        let msg = format!("Decimal input should have no more than {max} {noun}{plural}{rest}");
        Issue::new(kind, msg).with_ctx(key, max)
    };
    if let Some(max) = rules.max_digits.filter(|max| digits > *max) {
        return Some(issue("decimal_max_digits", max, "digit", " in total", "max_digits"));
    }
    let max_places = rules.decimal_places?;
    if places > max_places {
        return Some(issue("decimal_max_places", max_places, "decimal place", "", "decimal_places"));
    }
    let max_whole = rules.max_digits?.saturating_sub(max_places);
    let text = " before the decimal point";
    (digits - places > max_whole)
        .then(|| issue("decimal_whole_digits", max_whole, "digit", text, "whole_digits"))
}
