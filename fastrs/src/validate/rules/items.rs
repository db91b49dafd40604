//! `min_items`, `max_items`, `unique_items`.

use std::collections::HashSet;
use std::hash::Hash;

use super::Rules;
use crate::validate::Issue;

/// Types with a number of items: where `min_items max_items` can be declared.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no items, so `min_items` and `max_items` cannot be declared for it",
    label = "not a list, set or map",
    note = "text has `min_length` and `max_length`; numbers have `gt`, `ge`, `lt` and `le`"
)]
pub trait Countable {
    /// Named by the macro.
    #[doc(hidden)]
    const HOLDS: () = ();
}

/// Lists whose items can be compared: where `unique_items` can be declared.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of comparable items, so `unique_items` cannot be declared for it",
    label = "not a list whose items implement `Eq` and `Hash`"
)]
pub trait Unique {
    /// Whether no item stands in it twice.
    fn all_distinct(&self) -> bool;

    /// The validator behind `unique_items`.
    ///
    /// # Errors
    /// If an item stands twice.
    #[doc(hidden)]
    fn check(&self) -> Result<(), Issue> {
        if self.all_distinct() { Ok(()) } else { Err(Issue::unique_items()) }
    }
}

#[diagnostic::do_not_recommend]
// By hash, not by comparing each with each: a long list from a client must not cost the square of its length.
impl<T: Eq + Hash> Unique for Vec<T> {
    fn all_distinct(&self) -> bool {
        let mut seen = HashSet::with_capacity(self.len());
        self.iter().all(|item| seen.insert(item))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Unique> Unique for Option<T> {
    fn all_distinct(&self) -> bool {
        self.as_ref().is_none_or(T::all_distinct)
    }
}

#[inline]
pub(crate) fn count_is_valid(count: usize, rules: &Rules) -> bool {
    rules.min_items.is_none_or(|min| count >= min) && rules.max_items.is_none_or(|max| count <= max)
}

/// The first rule that a collection of `count` items breaks; `what` as in "List should have …".
pub(crate) fn break_of(what: &str, count: usize, rules: &Rules) -> Option<Issue> {
    if let Some(min) = rules.min_items.filter(|min| count < *min) {
        return Some(Issue::too_short(what, min, count));
    }
    let max = rules.max_items.filter(|max| count > *max)?;
    Some(Issue::too_long(what, max, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_compares() {
        let rules = Rules { min_items: Some(1), max_items: Some(2), ..Rules::NONE };
        assert!(!count_is_valid(0, &rules) && count_is_valid(2, &rules) && !count_is_valid(3, &rules));
        assert_eq!(break_of("List", 3, &rules).unwrap().kind, "too_long");
        assert_eq!(break_of("Set", 0, &rules).unwrap().ctx[0].1, "Set");
        assert!(vec![1, 2].check().is_ok() && vec![1, 2, 1].check().is_err());
        assert!(None::<Vec<u8>>.check().is_ok());
    }
}
