//! Results, as a person and as a program reads them.

use std::fmt::Write as _;

use serde::Serialize;

/// One table: a row for each peer.
#[derive(Debug, Serialize)]
pub(crate) struct Table {
    pub(crate) title: String,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Row>,
    /// How many decimals a person wants to see.
    #[serde(skip)]
    pub(crate) decimals: usize,
}

#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) peer: &'static str,
    /// A value for each column; none where the peer could not be measured.
    pub(crate) values: Vec<Option<f64>>,
}

impl Table {
    pub(crate) fn new(
        title: impl Into<String>,
        decimals: usize,
        columns: impl IntoIterator<Item = String>,
    ) -> Self {
        Self { title: title.into(), columns: columns.into_iter().collect(), rows: Vec::new(), decimals }
    }

    /// The same table, every row divided by the row of `peer`, if that was measured.
    pub(crate) fn as_multiples_of(&self, peer: &'static str) -> Option<Self> {
        let base = self.rows.iter().find(|row| row.peer == peer)?;
        let divided = |row: &Row| Row {
            peer: row.peer,
            values: row
                .values
                .iter()
                .zip(&base.values)
                .map(|(value, base)| Some((*value)? / (*base)?))
                .collect(),
        };
        Some(Self {
            title: format!("{}, as a multiple of {peer}", self.title),
            columns: self.columns.clone(),
            rows: self.rows.iter().map(divided).collect(),
            decimals: 2,
        })
    }

    pub(crate) fn markdown(&self) -> String {
        let mut text = format!("\n### {}\n\n| |", self.title);
        for column in &self.columns {
            let _ = write!(text, " {column} |");
        }
        let _ = write!(text, "\n|---|{}\n", "---:|".repeat(self.columns.len()));
        for row in &self.rows {
            let _ = write!(text, "| {} |", row.peer);
            for value in &row.values {
                let value = value.map_or_else(|| "–".to_owned(), |value| grouped(value, self.decimals));
                let _ = write!(text, " {value} |");
            }
            text.push('\n');
        }
        text
    }
}

/// `12345.678` as `12,345.7`.
fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

/// The middle value.
pub(crate) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(values[middle]),
        _ => Some(f64::midpoint(values[middle - 1], values[middle])),
    }
}

#[cfg(test)]
mod tests {
    use super::{grouped, median};

    #[test]
    fn digits_are_grouped() {
        assert_eq!(grouped(1_234_567.26, 1), "1,234,567.3");
        assert_eq!(grouped(999.0, 0), "999");
    }

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0]), Some(2.5));
        assert_eq!(median(vec![]), None);
    }
}
