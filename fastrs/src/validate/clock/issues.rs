//! What can be wrong with a date or a time.

use super::Reason;
use crate::validate::Issue;

impl Issue {
    pub(crate) fn date_parsing(reason: Reason) -> Self {
        Self::with_reason("date_parsing", "Input should be a valid date in the format YYYY-MM-DD", reason)
    }

    pub(crate) fn date_from_datetime_parsing(reason: Reason) -> Self {
        Self::with_reason("date_from_datetime_parsing", "Input should be a valid date or datetime", reason)
    }

    pub(crate) fn date_from_datetime_inexact() -> Self {
        let msg = "Datetimes provided to dates should have zero time - e.g. be exact dates";
        Self::new("date_from_datetime_inexact", msg)
    }

    pub(crate) fn datetime_parsing(reason: Reason) -> Self {
        Self::with_reason("datetime_parsing", "Input should be a valid datetime", reason)
    }

    pub(crate) fn datetime_from_date_parsing(reason: Reason) -> Self {
        Self::with_reason("datetime_from_date_parsing", "Input should be a valid datetime or date", reason)
    }

    pub(crate) fn time_parsing(reason: Reason) -> Self {
        Self::with_reason("time_parsing", "Input should be in a valid time format", reason)
    }

    /// A moment without an offset where only one with an offset is a moment.
    pub(crate) fn timezone_aware() -> Self {
        Self::new("timezone_aware", "Input should have timezone info")
    }

    /// An offset where the type has no place for one.
    pub(crate) fn timezone_naive() -> Self {
        Self::new("timezone_naive", "Input should not have timezone info")
    }
}
