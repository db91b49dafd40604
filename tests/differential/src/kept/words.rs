//! The same fault in other words.

use serde_json::Value;

use crate::request::{Answer, Request};

pub fn trailing_comma(_: &Request, ours: &mut Answer, theirs: &mut Answer) {
    let text =
        |answer: &Answer| answer.body["detail"][0]["ctx"]["error"].as_str().unwrap_or_default().to_owned();
    let older = ["Expecting property name enclosed in double quotes", "Expecting value"];
    if text(ours).starts_with("Illegal trailing comma") && older.contains(&text(theirs).as_str()) {
        // They look behind the comma, 3.13 at it.
        for key in ["ctx", "loc"] {
            theirs.body["detail"][0][key] = ours.body["detail"][0][key].clone();
        }
    }
}

pub fn uuid(_: &Request, ours: &mut Answer, theirs: &mut Answer) {
    let detail = theirs.body.get_mut("detail").and_then(Value::as_array_mut);
    let (Some(ours), Some(theirs)) = (ours.body["detail"].as_array(), detail) else { return };
    // `invalid character`, `invalid length`, …
    let sort = |entry: &Value| {
        let words = entry["ctx"]["error"].as_str()?;
        (entry["type"] == "uuid_parsing").then(|| words.split(':').next().map(str::to_owned))?
    };
    for other in theirs {
        let same = |entry: &&Value| entry["loc"] == other["loc"] && sort(entry) == sort(other);
        if let Some(entry) = ours.iter().find(same).filter(|entry| sort(entry).is_some()) {
            for key in ["msg", "ctx"] {
                other[key] = entry[key].clone();
            }
        }
    }
}
