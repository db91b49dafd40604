//! The table of results.

use std::fmt::Write as _;

use fastrs_benches::workload::Workload;

/// The figures of a workload: on fastrs, and by hand.
pub(crate) struct Row {
    pub(crate) workload: Workload,
    pub(crate) instructions: [f64; 2],
    pub(crate) allocations: [f64; 2],
}

/// A table in Markdown.
pub(crate) fn markdown(rows: &[Row]) -> String {
    let mut text = String::from(
        "\n| per request | fastrs: instructions | hyper by hand | fastrs / hyper | fastrs: allocations | hyper by hand |\n\
         |---|---:|---:|---:|---:|---:|\n",
    );
    for Row { workload, instructions: [fastrs, hyper], allocations: [ours, theirs] } in rows {
        let (name, what, ratio) = (workload.name, workload.what, fastrs / hyper);
        let (fastrs, hyper) = (grouped(*fastrs), grouped(*hyper));
        let _ =
            writeln!(text, "| {name} {what} | {fastrs} | {hyper} | {ratio:.3} | {ours:.1} | {theirs:.1} |");
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
