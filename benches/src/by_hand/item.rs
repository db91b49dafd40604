//! W4, W5 and W6.

use std::sync::LazyLock;

use email_address::{EmailAddress, Options};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use serde::{Deserialize, Serialize};

use super::answer::{Response, json, text};
use super::fault::{Fault, Faults};
use crate::workload::items;

#[derive(Serialize, Deserialize)]
struct Item {
    name: String,
    description: Option<String>,
    price: f64,
    tax: Option<f64>,
    tags: Vec<String>,
    dimensions: Dimensions,
    email: String,
}

#[derive(Serialize, Deserialize)]
struct Dimensions {
    w: f64,
    h: f64,
    d: f64,
}

static ITEMS: LazyLock<Vec<Item>> =
    LazyLock::new(|| serde_json::from_str(&items()).expect("the items are items"));

/// As much as fastrs reads.
const BODY_LIMIT: usize = 2 * 1024 * 1024;

pub(super) fn list() -> Response {
    json(200, 32 * 1024, &*ITEMS)
}

pub(super) async fn create(request: hyper::Request<Incoming>) -> Response {
    let Ok(body) = Limited::new(request.into_body(), BODY_LIMIT).collect().await else {
        return text(413, "Content Too Large");
    };
    let body = body.to_bytes();
    let item = std::str::from_utf8(&body).ok().and_then(|body| serde_json::from_str::<Item>(body).ok());
    match item {
        None => text(422, "Unprocessable Content"),
        Some(item) => match item.faults() {
            faults if faults.is_empty() => json(201, 512, &item),
            faults => json(422, 1024, &Faults { detail: faults }),
        },
    }
}

impl Item {
    fn faults(&self) -> Vec<Fault<'_>> {
        let mut faults = Vec::new();
        faults.extend(Fault::of_length(&["body", "name"], &self.name, 1, 100));
        if self.price <= 0.0 {
            faults.push(Fault::not_greater(&["body", "price"], self.price));
        }
        if let Some(tax) = self.tax.filter(|tax| *tax < 0.0) {
            faults.push(Fault::less(&["body", "tax"], tax));
        }
        faults.extend(self.tags.iter().find_map(|tag| Fault::of_length(&["body", "tags"], tag, 1, 30)));
        self.dimensions.faults(&mut faults);
        let options = Options::default().with_required_tld().without_domain_literal().without_display_text();
        if let Err(reason) = EmailAddress::parse_with_options(&self.email, options) {
            // Most who mistype an address forget this; the parser's own words say less.
            let reason = match self.email.contains('@') {
                true => reason.to_string(),
                false => "An email address must have an @-sign.".to_owned(),
            };
            faults.push(Fault::not_an_address(&["body", "email"], &self.email, reason));
        }
        faults
    }
}

impl Dimensions {
    fn faults<'a>(&'a self, faults: &mut Vec<Fault<'a>>) {
        let places: [&[&str]; 3] =
            [&["body", "dimensions", "w"], &["body", "dimensions", "h"], &["body", "dimensions", "d"]];
        for (place, value) in places.into_iter().zip([self.w, self.h, self.d]) {
            if value <= 0.0 {
                faults.push(Fault::not_greater(place, value));
            }
        }
    }
}
