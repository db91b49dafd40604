//! The table of results.

use std::fmt::Write as _;

use fastrs_benches::callgrind::Cost;
use fastrs_benches::workload::Workload;

/// The figures of a workload.
pub(crate) struct Row {
    pub(crate) workload: Workload,
    pub(crate) fastrs: Cost,
    pub(crate) hyper: Cost,
}

/// A table in Markdown.
pub(crate) fn markdown(rows: &[Row]) -> String {
    let mut text = String::from(
        "\n| per request | fastrs: instructions | hyper by hand | fastrs / hyper | fastrs: allocations | hyper by hand |\n\
         |---|---:|---:|---:|---:|---:|\n",
    );
    for Row { workload, fastrs, hyper } in rows {
        let (name, what) = (workload.name, workload.what);
        let ratio = fastrs.instructions / hyper.instructions;
        let (ours, theirs) = (grouped(fastrs.instructions), grouped(hyper.instructions));
        let _ = writeln!(
            text,
            "| {name} {what} | {ours} | {theirs} | {ratio:.3} | {:.1} | {:.1} |",
            fastrs.allocations, hyper.allocations
        );
    }
    text
}

/// `12345.6` as `12,346`.
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
