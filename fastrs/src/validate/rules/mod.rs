//! The constraints that can be declared where a value stands, one kind per file.

mod digits;
mod items;
mod number;
mod pattern;
mod text;

pub use digits::DecimalDigits;
pub use items::{Countable, Unique};
pub(crate) use items::{break_of as items_break, count_is_valid};
#[cfg(feature = "decimal")]
pub(crate) use number::float_value;
pub use number::{Bound, Bounded};
pub(crate) use number::{Number, break_of as number_break, int_value, number_is_valid};
pub use pattern::Pattern;
pub use text::Textual;
pub(crate) use text::{break_of as text_break, text_is_valid};

/// The constraints declared for one value. All of them hold at once; an absent one holds always.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Greater than.
    pub gt: Option<Bound>,
    /// Greater than or equal.
    pub ge: Option<Bound>,
    /// Less than.
    pub lt: Option<Bound>,
    /// Less than or equal.
    pub le: Option<Bound>,
    /// A multiple of.
    pub multiple_of: Option<Bound>,
    /// At least as many characters.
    pub min_length: Option<usize>,
    /// At most as many characters.
    pub max_length: Option<usize>,
    /// A regular expression that matches somewhere in the text.
    pub pattern: Option<fn() -> &'static Pattern>,
    /// At least as many items.
    pub min_items: Option<usize>,
    /// At most as many items.
    pub max_items: Option<usize>,
    /// At most as many decimal digits.
    pub max_digits: Option<u32>,
    /// At most as many of them behind the point.
    pub decimal_places: Option<u32>,
}

impl Rules {
    /// No constraint at all.
    pub const NONE: Self = Self {
        gt: None,
        ge: None,
        lt: None,
        le: None,
        multiple_of: None,
        min_length: None,
        max_length: None,
        pattern: None,
        min_items: None,
        max_items: None,
        max_digits: None,
        decimal_places: None,
    };

    /// Whether nothing is declared.
    pub const fn is_empty(&self) -> bool {
        !self.has_number_rules()
            && !self.has_text_rules()
            && !self.has_item_rules()
            && !self.has_digit_rules()
    }

    pub(crate) const fn has_number_rules(&self) -> bool {
        self.gt.is_some()
            || self.ge.is_some()
            || self.lt.is_some()
            || self.le.is_some()
            || self.multiple_of.is_some()
    }

    pub(crate) const fn has_text_rules(&self) -> bool {
        self.min_length.is_some() || self.max_length.is_some() || self.pattern.is_some()
    }

    pub(crate) const fn has_digit_rules(&self) -> bool {
        self.max_digits.is_some() || self.decimal_places.is_some()
    }

    pub(crate) const fn has_item_rules(&self) -> bool {
        self.min_items.is_some() || self.max_items.is_some()
    }
}
