//! Whether two answers are the same, or differ by what is kept.

use serde_json::Value;

use crate::kept::RULES;
use crate::request::{Answer, Request};

pub enum Outcome {
    Same,
    /// By these rules.
    Kept(Vec<&'static str>),
    Different,
}

/// The status and, entry by entry, the body.
pub fn compare(request: &Request, ours: &Answer, theirs: &Answer) -> Outcome {
    if same(ours, theirs) {
        return Outcome::Same;
    }
    let (mut ours, mut theirs) = (ours.clone(), theirs.clone());
    let mut used = Vec::new();
    for (reason, rule) in RULES {
        let before = (ours.clone(), theirs.clone());
        rule(request, &mut ours, &mut theirs);
        if before != (ours.clone(), theirs.clone()) {
            used.push(*reason);
        }
        if same(&ours, &theirs) {
            return Outcome::Kept(used);
        }
    }
    Outcome::Different
}

fn same(ours: &Answer, theirs: &Answer) -> bool {
    ours.status == theirs.status && equal(&ours.body, &theirs.body)
}

/// Value by value; 1 and 1.0 are one number.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || near(a.as_f64(), b.as_f64()),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

/// Integers beyond 64 bits come as floats, of which serde_json may miss the last bit.
fn near(a: Option<f64>, b: Option<f64>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    a == b || a.abs() > u64::MAX as f64 && (a / b - 1.0).abs() < 1e-15
}
