//! Operations, their parameters, bodies and answers, in two documents.

use serde_json::Value;

use super::schemas::{Schemas, Spot};
use crate::schema::Direction;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

pub(super) fn compare(old: &Value, new: &Value) -> Vec<String> {
    let mut changes = Vec::new();
    let pair = |name| Pair { name, schemas: Schemas::new(old, new), changes: Vec::new() };
    for (path, item) in entries(&old["paths"]) {
        for (method, operation) in operations(item) {
            let mut pair = pair(format!("`{} {path}`", method.to_ascii_uppercase()));
            match find(new, path, method) {
                Some((new_path, operation_now)) => pair.compare(path, operation, new_path, operation_now),
                None => pair.changes.push(format!("{} is gone", pair.name)),
            }
            changes.append(&mut pair.changes);
        }
    }
    for (webhook, item) in entries(&old["webhooks"]) {
        for (method, operation) in operations(item) {
            let mut pair = pair(format!("the webhook `{} {webhook}`", method.to_ascii_uppercase()));
            match new["webhooks"].get(webhook).and_then(|item| item.get(method)) {
                Some(now) => pair.compare_sent(operation, now),
                None => pair.changes.push(format!("{} is no longer sent", pair.name)),
            }
            changes.append(&mut pair.changes);
        }
    }
    changes
}

fn operations(item: &Value) -> impl Iterator<Item = (&String, &Value)> {
    entries(item).filter(|(key, _)| METHODS.contains(&key.as_str()))
}

fn entries(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object.as_object().into_iter().flatten()
}

/// The operation of a path, whatever the names of its placeholders: clients do not see them.
fn find<'d>(document: &'d Value, path: &str, method: &str) -> Option<(&'d str, &'d Value)> {
    let same = |(other, _): &(&String, &Value)| nameless(other) == nameless(path);
    let (path, item) = entries(&document["paths"]).find(same)?;
    Some((path, item.get(method)?))
}

fn nameless(path: &str) -> Vec<&str> {
    path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment }).collect()
}

/// One operation in both documents.
struct Pair<'a> {
    name: String,
    schemas: Schemas<'a>,
    changes: Vec<String>,
}

impl Pair<'_> {
    fn compare(&mut self, old_path: &str, old: &Value, new_path: &str, new: &Value) {
        self.parameters((old_path, old), (new_path, new));
        self.body(&old["requestBody"], &new["requestBody"]);
        self.answers(&old["responses"], &new["responses"]);
        if needs_credentials(new) && !needs_credentials(old) {
            self.tell("credentials are needed now");
        }
        self.id(&old["operationId"], &new["operationId"]);
        self.callbacks(&old["callbacks"], &new["callbacks"]);
    }

    /// Generated clients call an operation by its id.
    fn id(&mut self, old: &Value, new: &Value) {
        if let (Some(old), Some(new)) = (old.as_str(), new.as_str())
            && old != new
        {
            self.tell(format!("its operation id is `{new}` now, and was `{old}`"));
        }
    }

    fn callbacks(&mut self, old: &Value, new: &Value) {
        for (name, addresses) in entries(old) {
            for (address, item) in entries(addresses) {
                for (method, operation) in operations(item) {
                    let now = new.get(name).and_then(|addresses| addresses.get(address)?.get(method));
                    let callback = format!("{}, the callback `{name}`", self.name);
                    let name = std::mem::replace(&mut self.name, callback);
                    match now {
                        Some(now) => self.compare_sent(operation, now),
                        None => self.changes.push(format!("{} is no longer sent", self.name)),
                    }
                    self.name = name;
                }
            }
        }
    }

    /// A request that the app sends: what it promises is what it sends, and what it takes is the answer.
    fn compare_sent(&mut self, old: &Value, new: &Value) {
        let now = parameters("", new);
        for (key, before) in parameters("", old) {
            let what = format!("the {} parameter `{}`", key.0, before["name"].as_str().unwrap_or_default());
            match now.iter().find(|(other, _)| *other == key) {
                Some((_, now)) => {
                    if before["required"] == true && now["required"] != true {
                        self.tell(format!("{what} may be left out now"));
                    }
                    self.compare_schemas(Direction::Output, &before["schema"], &now["schema"], &what);
                }
                None => self.tell(format!("{what} is no longer sent")),
            }
        }
        let (body, body_now) = (&old["requestBody"], &new["requestBody"]);
        if body["required"] == true && body_now["required"] != true {
            self.tell("the body may be left out now");
        }
        for (media, content) in entries(&body["content"]) {
            match body_now["content"].get(media) {
                Some(now) => {
                    self.compare_schemas(Direction::Output, &content["schema"], &now["schema"], "the body");
                }
                None => self.tell(format!("the body is no longer sent as `{media}`")),
            }
        }
        for (status, answer) in entries(&old["responses"]) {
            let Some(now) = new["responses"].get(status) else {
                self.tell(format!("the answer {status} is no longer taken"));
                continue;
            };
            for (media, content) in entries(&answer["content"]) {
                if let Some(now) = now["content"].get(media) {
                    let what = format!("the answer {status}");
                    self.compare_schemas(Direction::Input, &content["schema"], &now["schema"], &what);
                }
            }
        }
    }

    fn tell(&mut self, change: impl AsRef<str>) {
        self.changes.push(format!("{}: {}", self.name, change.as_ref()));
    }

    fn compare_schemas(&mut self, way: Direction, old: &Value, new: &Value, what: &str) {
        for change in self.schemas.changes(way, old, new, &Spot::whole(what)) {
            self.tell(change);
        }
    }

    fn parameters(&mut self, (old_path, old): (&str, &Value), (new_path, new): (&str, &Value)) {
        let known = parameters(old_path, old);
        for (key, now) in parameters(new_path, new) {
            let what = format!("the {} parameter `{}`", key.0, now["name"].as_str().unwrap_or_default());
            let before = known.iter().find(|(other, _)| *other == key).map(|(_, parameter)| *parameter);
            let was_required = before.is_some_and(|before| before["required"] == true);
            if now["required"] == true && !was_required {
                self.tell(format!("{what} is required now"));
            }
            if let Some(before) = before {
                self.compare_schemas(Direction::Input, &before["schema"], &now["schema"], &what);
            }
        }
    }

    fn body(&mut self, old: &Value, new: &Value) {
        if new["required"] == true && old["required"] != true {
            self.tell("the body is required now");
        }
        if new.is_null() {
            return;
        }
        for (media, content) in entries(&old["content"]) {
            match new["content"].get(media) {
                Some(now) => {
                    self.compare_schemas(Direction::Input, &content["schema"], &now["schema"], "the body");
                }
                None => self.tell(format!("the body is no longer taken as `{media}`")),
            }
        }
    }

    fn answers(&mut self, old: &Value, new: &Value) {
        for (status, answer) in entries(old) {
            let Some(now) = new.get(status) else {
                self.tell(format!("the answer {status} is gone"));
                continue;
            };
            for (name, _) in
                entries(&answer["headers"]).filter(|(name, _)| now["headers"].get(name).is_none())
            {
                self.tell(format!("the header `{name}` of the answer {status} is gone"));
            }
            for (media, content) in entries(&answer["content"]) {
                let Some(now) = now["content"].get(media) else {
                    self.tell(format!("the answer {status} is no longer `{media}`"));
                    continue;
                };
                let places = [
                    ("schema", format!("the answer {status}")),
                    ("itemSchema", format!("an item of the answer {status}")),
                ];
                for (keyword, what) in places {
                    if let Some(schema) = content.get(keyword) {
                        self.compare_schemas(Direction::Output, schema, &now[keyword], &what);
                    }
                }
            }
        }
    }
}

/// The parameters under their places and names. Of one in the path the place counts, not the name.
fn parameters<'d>(path: &str, operation: &'d Value) -> Vec<((&'d str, String), &'d Value)> {
    let all = operation["parameters"].as_array().into_iter().flatten();
    all.map(|parameter| {
        let (place, name) =
            (parameter["in"].as_str().unwrap_or_default(), parameter["name"].as_str().unwrap_or_default());
        let index = path.split('/').position(|segment| segment == format!("{{{name}}}"));
        let key = match index.filter(|_| place == "path") {
            Some(index) => index.to_string(),
            None if place == "header" => name.to_ascii_lowercase(),
            None => name.to_owned(),
        };
        ((place, key), parameter)
    })
    .collect()
}

/// Whether no alternative of the security requirement is empty.
fn needs_credentials(operation: &Value) -> bool {
    let alternatives = operation["security"].as_array().map_or(&[][..], Vec::as_slice);
    !alternatives.is_empty() && alternatives.iter().all(|needed| needed != &serde_json::json!({}))
}
