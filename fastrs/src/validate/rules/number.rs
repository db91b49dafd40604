//! `gt`, `ge`, `lt`, `le`, `multiple_of`.

use serde_json::{Number as JsonNumber, Value};

use super::Rules;
use crate::validate::Issue;

/// A bound as it was written: a whole number or one with a fraction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// A whole number.
    Int(i128),
    /// A number with a fraction or an exponent.
    Float(f64),
}

impl Bound {
    pub(crate) fn as_f64(self) -> f64 {
        match self {
            // A bound that fits a register is made a float by one instruction, an i128 by a long function.
            Self::Int(number) => i64::try_from(number).map_or(number as f64, |number| number as f64),
            Self::Float(number) => number,
        }
    }

    /// How a message prints the bound: without a trailing `.0`.
    fn shown(self) -> String {
        match self {
            Self::Int(number) => number.to_string(),
            Self::Float(number) => number.to_string(),
        }
    }
}

/// Types whose values have an order and a size: where `gt ge lt le multiple_of` can be declared.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number, so `gt`, `ge`, `lt`, `le` and `multiple_of` cannot be declared for it",
    label = "not a number",
    note = "text has `min_length`, `max_length` and `pattern`; lists have `min_items`, `max_items` and `unique_items`"
)]
pub trait Bounded {
    /// Named by the macro.
    #[doc(hidden)]
    const HOLDS: () = ();
}

/// A number as the rules see it.
pub(crate) trait Number: Copy {
    /// Compares with a bound.
    fn against(self, bound: Bound) -> Option<std::cmp::Ordering>;
    /// Whether it is a multiple of `step`.
    fn is_multiple_of(self, step: Bound) -> bool;
    /// The bound as JSON, in this type.
    fn bound_value(bound: Bound) -> Value;
}

macro_rules! integers {
    ($($int:ty)*) => {$(
        impl Number for $int {
            #[inline]
            fn against(self, bound: Bound) -> Option<std::cmp::Ordering> {
                match bound {
                    Bound::Int(bound) => match i128::try_from(self) {
                        Ok(number) => Some(number.cmp(&bound)),
                        // Only a u128 can be beyond an i128, and then it is beyond every bound.
                        Err(_) => Some(std::cmp::Ordering::Greater),
                    },
                    Bound::Float(bound) => (self as f64).partial_cmp(&bound),
                }
            }

            #[inline]
            fn is_multiple_of(self, step: Bound) -> bool {
                match (step, i128::try_from(self)) {
                    (Bound::Int(step), Ok(number)) => step != 0 && number % step == 0,
                    (step, _) => float_is_multiple(self as f64, step.as_f64()),
                }
            }

            fn bound_value(bound: Bound) -> Value {
                match bound {
                    Bound::Int(bound) => int_value(bound),
                    Bound::Float(bound) => float_value(bound),
                }
            }
        }
    )*};
}

integers! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }

macro_rules! floats {
    ($($float:ty)*) => {$(
        impl Number for $float {
            #[inline]
            fn against(self, bound: Bound) -> Option<std::cmp::Ordering> {
                f64::from(self).partial_cmp(&bound.as_f64())
            }

            #[inline]
            fn is_multiple_of(self, step: Bound) -> bool {
                float_is_multiple(f64::from(self), step.as_f64())
            }

            fn bound_value(bound: Bound) -> Value {
                float_value(bound.as_f64())
            }
        }
    )*};
}

floats! { f32 f64 }

/// The remainder may be off by a rounding error at either end of the step.
fn float_is_multiple(number: f64, step: f64) -> bool {
    let remainder = (number % step).abs();
    let tolerance = (number / 1e9).abs();
    remainder <= tolerance || (step.abs() - remainder) <= tolerance
}

pub(crate) fn int_value(number: i128) -> Value {
    i64::try_from(number)
        .map(Value::from)
        .or_else(|_| u64::try_from(number).map(Value::from))
        .unwrap_or_else(|_| Value::String(number.to_string()))
}

pub(crate) fn float_value(number: f64) -> Value {
    JsonNumber::from_f64(number).map_or(Value::Null, Value::Number)
}

/// Whether `number` obeys every bound.
#[inline]
pub(crate) fn number_is_valid<N: Number>(number: N, rules: &Rules) -> bool {
    use std::cmp::Ordering::{Equal, Greater, Less};
    // Written so that a value that cannot be compared (NaN) obeys no bound.
    rules.gt.is_none_or(|gt| number.against(gt) == Some(Greater))
        && rules.ge.is_none_or(|ge| matches!(number.against(ge), Some(Greater | Equal)))
        && rules.lt.is_none_or(|lt| number.against(lt) == Some(Less))
        && rules.le.is_none_or(|le| matches!(number.against(le), Some(Less | Equal)))
        && rules.multiple_of.is_none_or(|step| number.is_multiple_of(step))
}

/// The first bound that `number` breaks, in pydantic's order.
pub(crate) fn break_of<N: Number>(number: N, rules: &Rules) -> Option<Issue> {
    let only = |field: fn(&mut Rules, Option<Bound>), bound: Option<Bound>| {
        let mut one = Rules::NONE;
        field(&mut one, bound);
        !number_is_valid(number, &one)
    };
    type Set = fn(&mut Rules, Option<Bound>);
    let order: [(Set, Option<Bound>, &'static str, &str, &'static str); 5] = [
        (|r, b| r.multiple_of = b, rules.multiple_of, "multiple_of", "a multiple of", "multiple_of"),
        (|r, b| r.le = b, rules.le, "less_than_equal", "less than or equal to", "le"),
        (|r, b| r.lt = b, rules.lt, "less_than", "less than", "lt"),
        (|r, b| r.ge = b, rules.ge, "greater_than_equal", "greater than or equal to", "ge"),
        (|r, b| r.gt = b, rules.gt, "greater_than", "greater than", "gt"),
    ];
    order.into_iter().find_map(|(set, bound, kind, words, key)| {
        let broken = bound?;
        only(set, bound).then(|| Issue::bound(kind, words, key, N::bound_value(broken), &broken.shown()))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check<N: Number>(number: N, rules: Rules, broken: Option<(&str, &str, Value)>) {
        assert_eq!(number_is_valid(number, &rules), broken.is_none());
        let issue = break_of(number, &rules);
        let found = issue.as_ref().map(|i| (i.kind.as_ref(), i.msg.as_ref(), i.ctx[0].1.clone()));
        assert_eq!(found, broken);
    }

    #[test]
    fn a_bound_holds_for_every_width() {
        let ge = Rules { ge: Some(Bound::Int(3)), ..Rules::NONE };
        let words = "Input should be greater than or equal to 3";
        check(3_u8, ge, None);
        check(2_i64, ge, Some(("greater_than_equal", words, json!(3))));
        check(u128::MAX, ge, None);
        check(2.5_f32, ge, Some(("greater_than_equal", words, json!(3.0))));
    }

    #[test]
    fn nan_obeys_no_bound() {
        let lt = Rules { lt: Some(Bound::Float(1.5)), ..Rules::NONE };
        assert!(!number_is_valid(f64::NAN, &lt));
    }

    #[test]
    fn multiples_survive_rounding() {
        let step = Rules { multiple_of: Some(Bound::Float(0.1)), ..Rules::NONE };
        check(0.3, step, None);
        check(0.35, step, Some(("multiple_of", "Input should be a multiple of 0.1", json!(0.1))));
        check(9_u32, Rules { multiple_of: Some(Bound::Int(3)), ..Rules::NONE }, None);
    }

    #[test]
    fn only_the_first_broken_bound_is_told() {
        let rules = Rules { lt: Some(Bound::Int(1)), gt: Some(Bound::Int(9)), ..Rules::NONE };
        check(5, rules, Some(("less_than", "Input should be less than 1", json!(1))));
    }
}
