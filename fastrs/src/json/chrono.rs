//! chrono's dates and times, as serde writes them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};

impl<Z: TimeZone> super::WriteJson for DateTime<Z> {
    fn write_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        serde_json::to_writer(out, self)
    }
}

super::values::by_serde! { NaiveDate; NaiveDateTime; NaiveTime; }
