//! What came of it: how many requests of each app, and how many of them by which rule.

use std::collections::BTreeMap;

use crate::compare::Outcome;
use crate::kept::RULES;

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

/// Prints the head of the table.
pub fn head() {
    println!(
        "{:<8} {:>8} {:>8} {:>8} {:>8}  FastAPI answered",
        "app", "requests", "same", "by rule", "unlisted"
    );
}

/// Prints the line of an app.
pub fn line(tally: &Tally) {
    let Tally { name, same, kept, unlisted, statuses, .. } = tally;
    let requests = same + kept + unlisted;
    let answers: Vec<_> = statuses.iter().map(|(status, count)| format!("{count} × {status}")).collect();
    println!("{name:<8} {requests:>8} {same:>8} {kept:>8} {unlisted:>8}  {}", answers.join(", "));
}

/// Prints how often each rule was needed.
pub fn rules(tallies: &[Tally]) {
    let mut rules: BTreeMap<&str, Vec<String>> =
        RULES.iter().map(|(reason, _)| (*reason, Vec::new())).collect();
    for tally in tallies {
        for (rule, count) in &tally.rules {
            rules.entry(rule).or_default().push(format!("{} {count}", tally.name));
        }
    }
    println!("\nrules");
    for (rule, counts) in rules {
        let counts = if counts.is_empty() { "never needed".to_owned() } else { counts.join(", ") };
        println!("- {rule}: {counts}");
    }
}
