//! What came of it: how many requests of each app, and how many of them by which rule.

use std::collections::BTreeMap;

use crate::compare::Outcome;

/// The counts of one app.
pub struct Tally {
    name: &'static str,
    same: usize,
    kept: usize,
    pub unlisted: usize,
    /// How often each rule was needed; a request may need several.
    rules: BTreeMap<&'static str, usize>,
    /// The other side's, to show that not everything is refused.
    statuses: BTreeMap<u16, usize>,
}

impl Tally {
    pub fn new(name: &'static str) -> Self {
        Self { name, same: 0, kept: 0, unlisted: 0, rules: BTreeMap::new(), statuses: BTreeMap::new() }
    }

    /// Counts a request.
    pub fn add(&mut self, status: u16, outcome: Outcome) {
        *self.statuses.entry(status).or_default() += 1;
        match outcome {
            Outcome::Same => self.same += 1,
            Outcome::Kept(rules) => {
                self.kept += 1;
                rules.into_iter().for_each(|rule| *self.rules.entry(rule).or_default() += 1);
            }
            Outcome::Different => self.unlisted += 1,
        }
    }
}

/// Prints a table of the apps, and under it how often each rule was needed.
pub fn print(tallies: &[Tally]) {
    println!("\n{:<8} {:>8} {:>8} {:>8} {:>8}  answers", "app", "requests", "same", "by rule", "unlisted");
    for tally in tallies {
        let Tally { name, same, kept, unlisted, .. } = tally;
        let requests = same + kept + unlisted;
        let answers: Vec<_> =
            tally.statuses.iter().map(|(status, count)| format!("{count} × {status}")).collect();
        println!("{name:<8} {requests:>8} {same:>8} {kept:>8} {unlisted:>8}  {}", answers.join(", "));
    }
    let mut rules: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for tally in tallies {
        for (rule, count) in &tally.rules {
            rules.entry(rule).or_default().push(format!("{} {count}", tally.name));
        }
    }
    println!("\nrules");
    for (rule, counts) in rules {
        println!("- {rule}: {}", counts.join(", "));
    }
}
