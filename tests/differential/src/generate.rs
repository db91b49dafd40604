//! Requests: mostly well-formed, and wrong in every way that clients are.

use crate::random::Random;
use crate::request::Request;
use crate::shapes::{Body, ENDPOINTS, Endpoint, Field, Kind};

/// The request of this number.
pub fn request(app: &'static str, seed: u64, index: u64) -> Request {
    let name = app.bytes().fold(0_u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    let mut random = Random::new(seed ^ name.rotate_left(32) ^ index.wrapping_mul(0xD6E8_FEB8_6659_FD93));
    let endpoints: Vec<&Endpoint> = ENDPOINTS.iter().filter(|endpoint| endpoint.app == app).collect();
    let odd = [3, 10, 25][random.below(3)];
    Maker { random: &mut random, odd }.request(endpoints[index as usize % endpoints.len()])
}

/// Texts that are right for a kind.
fn right(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Int => &["1", "3", "5", "6", "9", "10", "50", "100", "-3", "0", "7", "15", "999"],
        Kind::Float => &["1.5", "0.5", "3", "12.25", "999", "1e2", "2.0", "0.1", "-1.5", "1000.5", "10000"],
        Kind::Bool => &["true", "false", "1", "0", "on", "off", "yes", "no", "True", "F", "y", "N"],
        Kind::Text | Kind::Map(_) | Kind::Model(_) | Kind::Shape => &[
            "abc",
            "ab",
            "hello",
            "x",
            "ABC",
            "a b",
            "é",
            "日本語",
            "toolongtext",
            "a&b=c",
            "null",
            "ab/cd",
            "50%",
        ],
        Kind::Color => &["red", "green", "dark_blue"],
        Kind::Date => &["2024-02-29", "1999-12-31", "2000-01-01"],
        Kind::DateTime => {
            &["2024-02-29T12:30:00Z", "2024-02-29T12:30:00.5+05:30", "1999-12-31T23:59:59-08:00"]
        }
        Kind::Moment => &["2024-02-29T12:30:00Z", "2024-02-29T12:30:00.25", "1999-12-31T23:59:59-08:00"],
        Kind::Time => &["12:30:00", "00:00:00", "23:59:59.25", "07:05"],
        Kind::Uuid => &["123e4567-e89b-12d3-a456-426614174000", "00000000-0000-0000-0000-000000000000"],
        Kind::List(inner) => right(*inner),
    }
}

/// Texts that are wrong for most kinds, or right in a surprising way.
const ODD: &[&str] = &[
    "",
    " ",
    "abc",
    "1.0",
    "1.00",
    "+5",
    "007",
    "-0",
    "1_000",
    "1__0",
    "_1",
    "1_",
    "0x10",
    "1e3",
    "1e400",
    "-1e400",
    "nan",
    "inf",
    "-Infinity",
    ".5",
    "5.",
    "1,5",
    " 7 ",
    "\t7\n",
    "9223372036854775807",
    "1.5",
    "2",
    "TRUE",
    "tRuE",
    "t",
    "oN",
    "null",
    "None",
    "[]",
    "{}",
    "\"x\"",
    "é",
    "日本",
    "💥",
    "\u{0}",
    "a\u{300}",
    "٣",
    "１",
    "RED",
    "red ",
    "dark-blue",
    "2023-02-29",
    "2024-02-30",
    "2024-13-01",
    "24:00:00",
    "12:60",
    "1:30",
    "12:30",
    "not-a-date",
    "23:59:60",
    "12:30:00+01:00",
    "12:30:00.123456789",
    "2024-2-9",
    "0000-01-01",
    "+12024-01-01",
    "1709164800",
    "2024-02-29T00:00:00",
    "2024-02-29T12:30",
    "2024-02-29_12:30:00z",
    "2024-02-29 12:30:00 +01:00",
    "2024-02-29T23:59:60Z",
    "2024-02-29T12:30:00.123456789Z",
    "2024-02-29T12:30:00+0530",
    "2024-02-29T12:30:00",
    "2024-02-29 12:30:00Z",
    "2024-02-29T25:00:00Z",
    "123e4567e89b12d3a456426614174000",
    "{123e4567-e89b-12d3-a456-426614174000}",
    "123e4567-e89b-12d3-a456",
    "g23e4567-e89b-12d3-a456-426614174000",
    "a;b",
    "a+b",
    "<script>",
    "../..",
    "-",
    "--1",
    "1 2",
    "00",
    "0.0",
    "1.",
    "abcdefghijklmnopqrstuvwxyz",
];

/// JSON that is wrong for most kinds.
const ODD_JSON: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "1.5",
    "1.0",
    "5000",
    "1e2",
    "\"\"",
    "\"5\"",
    "\"abc\"",
    "\"1.5\"",
    "\"true\"",
    "\"é\"",
    "\"\\u00e9\"",
    "\"\\n\"",
    "[]",
    "{}",
    "[1]",
    "[null]",
    "{\"a\":1}",
    "[[[]]]",
    "-0",
    "-0.0",
    "1e-7",
    "123456789012",
    "\"💥\"",
    "[1,\"x\",null]",
    "{\"x\":1}",
    "{\"kind\":\"circle\"}",
    "\"circle\"",
    "2",
    "\"on\"",
];

struct Maker<'r> {
    random: &'r mut Random,
    /// How many of a hundred values are odd: few, so that a request may be all right, or many.
    odd: usize,
}

impl Maker<'_> {
    fn request(&mut self, endpoint: &Endpoint) -> Request {
        let mut headers = Vec::new();
        let path = self.path(endpoint);
        let mut pairs = self.pairs(endpoint.query);
        if self.random.chance(6) {
            pairs.push(("unknown".to_owned(), "1".to_owned()));
        }
        let query = self.encoded(&pairs);
        for (name, value) in self.pairs(endpoint.headers) {
            // A field's value is bytes without controls (RFC 9110, section 5.5).
            headers.push((name, latin1(value.trim_matches([' ', '\t', '\n']))));
        }
        let cookies: Vec<String> = self
            .pairs(endpoint.cookies)
            .into_iter()
            .filter(|(_, value)| {
                value.bytes().all(|byte| byte.is_ascii_graphic() && !b";,\"\\".contains(&byte))
            })
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            headers.push(("cookie".to_owned(), cookies.join("; ")));
        }
        let (content_type, body) = self.body(&endpoint.body);
        if let Some(content_type) = content_type {
            headers.push(("content-type".to_owned(), content_type));
        }
        let target = if query.is_empty() { path } else { format!("{path}?{query}") };
        let takes_json = matches!(endpoint.body, Body::Json(_));
        Request { app: endpoint.app, method: endpoint.method, target, headers, body, takes_json }
    }

    fn text(&mut self, kind: Kind) -> String {
        let odd = self.random.chance(self.odd);
        self.random.pick(if odd { ODD } else { right(kind) }).to_owned()
    }

    fn path(&mut self, endpoint: &Endpoint) -> String {
        let mut path = endpoint.path.to_owned();
        for kind in endpoint.path_values {
            let mut text = self.text(*kind);
            // Other paths are other routes.
            if text.is_empty() || text.contains('/') || text.starts_with('.') {
                text = "x".to_owned();
            }
            let encoded = self.percent(&text, false);
            path = path.replacen("{}", &encoded, 1);
        }
        path
    }

    /// Names and values: each field there or not, now and then twice.
    fn pairs(&mut self, fields: &[Field]) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for (name, kind, required) in fields {
            let percent = if *required { 92 } else { 45 };
            if !self.random.chance(percent) {
                continue;
            }
            let times = match kind {
                Kind::List(_) => self.random.below(4),
                _ if self.random.chance(5) => 2,
                _ => 1,
            };
            for _ in 0..times {
                let name = if self.random.chance(1) { name.to_uppercase() } else { (*name).to_owned() };
                pairs.push((name, self.text(*kind)));
            }
        }
        if pairs.len() > 1 && self.random.chance(10) {
            let other = self.random.below(pairs.len());
            pairs.swap(0, other);
        }
        pairs
    }

    fn encoded(&mut self, pairs: &[(String, String)]) -> String {
        let mut parts: Vec<String> = Vec::new();
        for (name, value) in pairs {
            let name = self.percent(name, true);
            let value = self.percent(value, true);
            // `name` alone is `name=`.
            let bare = value.is_empty() && self.random.chance(30);
            parts.push(if bare { name } else { format!("{name}={value}") });
        }
        if self.random.chance(3) {
            parts.push((*self.random.pick(&["", "=x", "&", "=", "a==b"])).to_owned());
        }
        parts.join("&")
    }

    /// Percent-encodes what must be, and now and then what need not be.
    fn percent(&mut self, text: &str, form: bool) -> String {
        let mut encoded = String::new();
        let lower = self.random.chance(20);
        for byte in text.bytes() {
            let plain = byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
            if plain && !self.random.chance(2) {
                encoded.push(char::from(byte));
            } else if form && byte == b' ' && self.random.chance(50) {
                encoded.push('+');
            } else if lower {
                encoded += &format!("%{byte:02x}");
            } else {
                encoded += &format!("%{byte:02X}");
            }
        }
        if self.random.chance(1) {
            encoded += self.random.pick(&["%zz", "%", "%4", "%FF", "%C3"]);
        }
        encoded
    }

    fn body(&mut self, body: &Body) -> (Option<String>, Vec<u8>) {
        match body {
            Body::None => (None, Vec::new()),
            Body::Form(fields) => {
                let pairs = self.pairs(fields);
                let text = self.encoded(&pairs);
                let media = match self.random.below(100) {
                    0..95 => Some("application/x-www-form-urlencoded"),
                    95..97 => Some("application/x-www-form-urlencoded; charset=utf-8"),
                    97 => Some("application/json"),
                    98 => Some("text/plain"),
                    _ => None,
                };
                (media.map(str::to_owned), text.into_bytes())
            }
            Body::Json(kind) => {
                let mut text = self.json(*kind, 0);
                if self.random.chance(6) {
                    text = self.broken(text);
                }
                let media = match self.random.below(100) {
                    0..92 => Some("application/json"),
                    92 => Some("application/json; charset=utf-8"),
                    93 => Some("APPLICATION/JSON"),
                    94 => Some("application/vnd.api+json"),
                    95 => Some("text/plain"),
                    96 => Some("application/x-www-form-urlencoded"),
                    97 => Some("application/jsonl"),
                    98 => Some(""),
                    _ => None,
                };
                (media.map(str::to_owned), text.into_bytes())
            }
        }
    }

    fn json(&mut self, kind: Kind, depth: usize) -> String {
        if self.random.chance(if depth == 0 { 3 } else { self.odd / 2 }) {
            return (*self.random.pick(ODD_JSON)).to_owned();
        }
        match kind {
            Kind::Int | Kind::Float => (*self.random.pick(right(kind))).to_owned(),
            Kind::Bool => (*self.random.pick(&["true", "false"])).to_owned(),
            Kind::List(inner) => {
                let items: Vec<String> =
                    (0..self.random.below(5)).map(|_| self.json(*inner, depth + 1)).collect();
                format!("[{}]", items.join(","))
            }
            Kind::Map(inner) => {
                let count = self.random.below(4);
                let names = ["a", "b", "é", "", "with space"];
                let members: Vec<String> = (0..count)
                    .map(|at| format!("\"{}\":{}", names[at], self.json(*inner, depth + 1)))
                    .collect();
                format!("{{{}}}", members.join(","))
            }
            Kind::Model(fields) => self.object(fields, None, depth),
            Kind::Shape => match self.random.below(10) {
                0..4 => self.object(&[("radius", Kind::Float, true)], Some("circle"), depth),
                4..8 => {
                    self.object(&[("side", Kind::Float, true), ("at", POINT, false)], Some("square"), depth)
                }
                8 => self.object(&[("radius", Kind::Float, true)], Some("triangle"), depth),
                _ => self.object(&[("radius", Kind::Float, true)], None, depth),
            },
            _ => quoted(&self.text(kind)),
        }
    }

    fn object(&mut self, fields: &[Field], tag: Option<&str>, depth: usize) -> String {
        let mut members: Vec<String> = tag.map(|tag| format!("\"kind\":\"{tag}\"")).into_iter().collect();
        for (name, kind, required) in fields {
            if self.random.chance(if *required { 95 } else { 50 }) {
                members.push(format!("\"{name}\":{}", self.json(*kind, depth + 1)));
                if self.random.chance(2) {
                    members.push(format!("\"{name}\":{}", self.json(*kind, depth + 1)));
                }
            }
        }
        if self.random.chance(6) {
            members.push(format!("\"unknown\":{}", self.random.pick(ODD_JSON)));
        }
        if members.len() > 1 && self.random.chance(20) {
            let other = self.random.below(members.len());
            members.swap(0, other);
        }
        let space = if self.random.chance(10) { " \n" } else { "" };
        format!("{{{space}{}{space}}}", members.join(&format!(",{space}")))
    }

    /// Damages a JSON text.
    fn broken(&mut self, text: String) -> String {
        let at =
            text.char_indices().map(|(at, _)| at).nth(self.random.below(text.chars().count())).unwrap_or(0);
        match self.random.below(10) {
            0 => String::new(),
            1 => " ".to_owned(),
            2 => format!("\u{feff}{text}"),
            3 => text[..at].to_owned(),
            4 => format!("{text} x"),
            5 => format!("{text}{text}"),
            6 => text.replacen('"', "'", 1),
            7 => text.replacen(':', " ", 1),
            8 => text.replacen('}', ",}", 1),
            _ => format!(
                "{}{}{}",
                &text[..at],
                self.random.pick(&["\"", "{", "]", ",", "\\", "nul", "\t"]),
                &text[at..]
            ),
        }
    }
}

const POINT: Kind = Kind::Model(&[("x", Kind::Int, true), ("y", Kind::Int, true)]);

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The bytes of a text as Latin-1 characters, without what a header cannot hold.
fn latin1(text: &str) -> String {
    text.bytes().filter(|byte| *byte >= b' ' && *byte != 0x7f).map(char::from).collect()
}
