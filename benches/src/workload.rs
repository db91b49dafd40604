//! What is asked of both servers.

use std::fmt::Write as _;

/// One kind of request.
#[derive(Debug, Clone, Copy)]
pub struct Workload {
    /// The short name, as in `W3`.
    pub name: &'static str,
    /// What it stands for.
    pub what: &'static str,
    /// The method.
    pub method: &'static str,
    /// The path and the query.
    pub target: &'static str,
    /// The headers beside `host` and `content-length`.
    pub headers: &'static [(&'static str, &'static str)],
    /// The body, if there is one.
    pub body: &'static str,
    /// The status of the answer.
    pub status: u16,
    /// Whether the app has 500 other routes.
    pub crowded: bool,
}

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];
const READ_ITEM: &str = "/items/42?q=desk%20lamp&limit=20";
const TOKEN: &[(&str, &str)] = &[("x-token", "s3cr3t-t0ken")];

/// A valid item: nested, with a list, an address and numbers.
pub const GOOD_ITEM: &str = r#"{"name":"Desk lamp","description":"A lamp for the desk, with a dimmer","price":49.9,"tax":9.48,"tags":["light","desk","led"],"dimensions":{"w":12.5,"h":45.0,"d":12.5},"email":"ann@example.com"}"#;

/// The same with three faults: an empty name, a negative price, and an address that is none.
pub const BAD_ITEM: &str = r#"{"name":"","description":"A lamp for the desk, with a dimmer","price":-1.5,"tax":9.48,"tags":["light","desk","led"],"dimensions":{"w":12.5,"h":45.0,"d":12.5},"email":"ann.example.com"}"#;

const GET: Workload = Workload {
    name: "",
    what: "",
    method: "GET",
    target: "",
    headers: &[],
    body: "",
    status: 200,
    crowded: false,
};
const POST: Workload = Workload { method: "POST", target: "/items", headers: JSON, ..GET };

/// All of them.
pub const ALL: [Workload; 7] = [
    Workload { name: "W1", what: "text", target: "/text", ..GET },
    Workload { name: "W2", what: "small JSON", target: "/json", ..GET },
    Workload { name: "W3", what: "path, query, header", target: READ_ITEM, headers: TOKEN, ..GET },
    Workload { name: "W4", what: "POST, validated", body: GOOD_ITEM, status: 201, ..POST },
    Workload { name: "W5", what: "three faults", body: BAD_ITEM, status: 422, ..POST },
    Workload { name: "W6", what: "100 items", target: "/items", ..GET },
    Workload {
        name: "W7",
        what: "W3 among 500 routes",
        target: READ_ITEM,
        headers: TOKEN,
        crowded: true,
        ..GET
    },
];

impl Workload {
    /// The request as it goes over the wire.
    pub fn request(&self) -> Vec<u8> {
        let mut text = format!("{} {} HTTP/1.1\r\nhost: localhost\r\n", self.method, self.target);
        for (name, value) in self.headers {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        if !self.body.is_empty() {
            let _ = write!(text, "content-length: {}\r\n", self.body.len());
        }
        text += "\r\n";
        text += self.body;
        text.into_bytes()
    }
}

/// The answer to W6, from which each server makes items of its own type.
pub fn items() -> String {
    let items: Vec<String> = (0..100).map(|n| GOOD_ITEM.replace("Desk lamp", &format!("Lamp {n}"))).collect();
    format!("[{}]", items.join(","))
}
