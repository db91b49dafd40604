//! Requests at random, made from the app's own document.

mod values;

use std::collections::BTreeMap;
use std::fmt;

use http::Method;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use self::values::{Random, Values};
use super::{Coverage, MultipartBody, TestClient, TestRequest};
use crate::app::App;

/// Sends an app requests at random, made from its own document, and checks that none is answered by a 5xx or by what
/// the document does not tell; gives what has been seen.
///
/// Half of the requests fit the document, the others are odd in one place. What is sent is the same on every run; to
/// send more, or to send credentials along, there is [`Explorer`]. Of an answer that is a stream, which may not end, the
/// beginning is read, and an operation that has such is asked ten times at most.
///
/// ```
/// use fastrs::prelude::*;
///
/// #[get("/share")]
/// async fn share(sum: u32, #[query(ge = 1)] heads: u32) -> Json<u32> { Json(sum / heads) }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let coverage = fastrs::testing::explore(App::new("Shares", "1.0.0").routes(routes![share])).await;
/// assert!(coverage.is_complete());
/// # }
/// ```
///
/// # Panics
/// With every fault that was found, and a request that shows it; and if the app's wiring has faults.
pub async fn explore(app: App) -> Coverage {
    Explorer::new(app).run().await
}

/// How often an operation is asked whose answer is a stream: each may take a while.
const STREAM_CASES: usize = 10;

type Dress = Box<dyn for<'c> Fn(TestRequest<'c>) -> TestRequest<'c> + Send + Sync>;

/// [`explore`] with settings.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::HttpBearer;
/// use fastrs::testing::Explorer;
///
/// #[get("/me")]
/// async fn me(token: HttpBearer) -> String { token.token().to_owned() }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let app = App::new("Users", "1.0.0").routes(routes![me]);
/// Explorer::new(app).cases(10).seed(7).dress(|request| request.bearer("secret")).run().await;
/// # }
/// ```
pub struct Explorer {
    client: TestClient,
    cases: usize,
    seed: u64,
    dress: Dress,
}

impl Explorer {
    /// An explorer of `app`.
    ///
    /// # Panics
    /// If the app's wiring has faults.
    #[track_caller]
    pub fn new(app: App) -> Self {
        Self { client: TestClient::new(app), cases: 100, seed: 1, dress: Box::new(|request| request) }
    }

    /// Sets how many requests each operation gets (100 unless set).
    #[must_use]
    pub fn cases(mut self, cases: usize) -> Self {
        self.cases = cases;
        self
    }

    /// Sets from what the requests are made: another number makes others.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Changes every request before it is sent, such as by a token that the app accepts.
    #[must_use]
    pub fn dress(
        mut self,
        dress: impl for<'c> Fn(TestRequest<'c>) -> TestRequest<'c> + Send + Sync + 'static,
    ) -> Self {
        self.dress = Box::new(dress);
        self
    }

    /// Sends the requests.
    ///
    /// # Panics
    /// As [`explore`].
    pub async fn run(self) -> Coverage {
        let mut found: BTreeMap<String, String> = BTreeMap::new();
        for (prefix, document) in self.client.documents() {
            let mut values = Values { document, random: Random::new(self.seed) };
            for (path, method, operation) in operations(document) {
                let streams = is_stream(operation);
                for case in 0..if streams { self.cases.min(STREAM_CASES) } else { self.cases } {
                    let plan =
                        Plan::new(&mut values, &format!("{prefix}{path}"), &method, operation, case % 2 == 1);
                    self.send(&plan, streams, &mut found).await;
                }
            }
        }
        let faults: Vec<String> =
            found.iter().map(|(fault, request)| format!("\n- {fault}\n    by {request}")).collect();
        assert!(
            faults.is_empty(),
            "requests at random found {} fault{}:{}",
            faults.len(),
            if faults.len() == 1 { "" } else { "s" },
            faults.concat()
        );
        self.client.coverage()
    }

    /// Sends one request; each fault is kept with the first request that shows it.
    async fn send(&self, plan: &Plan, streams: bool, found: &mut BTreeMap<String, String>) {
        let request = (self.dress)(plan.request(&self.client)).unchecked();
        let answer = if streams { request.glance().await } else { Ok(request.await) };
        let mut note = |fault: String| {
            found
                .entry(format!("`{} {}`: {fault}", plan.method, plan.template))
                .or_insert_with(|| plan.to_string());
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => return note(format!("the stream breaks off: {error}")),
        };
        if answer.status() >= 500 {
            return note(format!("a fault of the program: {}", answer.status()));
        }
        // Every item of a stream may have the same fault.
        let most = if streams { 1 } else { usize::MAX };
        self.client.differences(&plan.method, &plan.path, &answer).into_iter().take(most).for_each(note);
    }
}

impl fmt::Debug for Explorer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explorer")
            .field("cases", &self.cases)
            .field("seed", &self.seed)
            .finish_non_exhaustive()
    }
}

fn operations(document: &Value) -> impl Iterator<Item = (&String, Method, &Value)> {
    let items = document["paths"].as_object().into_iter().flatten();
    items.flat_map(|(path, item)| {
        let operations = item.as_object().into_iter().flatten();
        operations.filter_map(move |(key, operation)| {
            operation.get("responses")?;
            Some((path, Method::try_from(key.to_ascii_uppercase().as_str()).ok()?, operation))
        })
    })
}

fn is_stream(operation: &Value) -> bool {
    let answers = operation["responses"].as_object().into_iter().flatten();
    let mut contents = answers.flat_map(|(_, answer)| answer["content"].as_object().into_iter().flatten());
    contents.any(|(_, content)| content.get("itemSchema").is_some())
}

/// What is to be sent.
struct Plan {
    method: Method,
    template: String,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    cookies: Vec<(String, String)>,
    body: Option<PlannedBody>,
}

enum PlannedBody {
    Json(String),
    Form(Vec<(String, String)>),
    Multipart(Vec<(String, String, bool)>),
    Text(String),
    Bytes(String),
}

impl Plan {
    fn new(values: &mut Values<'_>, template: &str, method: &Method, operation: &Value, odd: bool) -> Self {
        let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
        let content =
            operation["requestBody"]["content"].as_object().and_then(|content| content.iter().next());
        // One part is odd; the others fit, so that it is reached.
        let parts = parameters.len() + usize::from(content.is_some());
        let odd_part = odd.then(|| values.random.below(parts));
        let mut plan = Self {
            method: method.clone(),
            template: template.to_owned(),
            path: template.to_owned(),
            query: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            body: None,
        };
        for (index, parameter) in parameters.iter().enumerate() {
            plan.add(values, parameter, odd_part == Some(index));
        }
        if let Some((media, content)) = content {
            plan.body = planned(values, media, &content["schema"], odd_part == Some(parameters.len()));
        }
        plan
    }

    fn add(&mut self, values: &mut Values<'_>, parameter: &Value, odd: bool) {
        let (place, name) =
            (parameter["in"].as_str().unwrap_or_default(), parameter["name"].as_str().unwrap_or_default());
        let is_left_out = values.random.chance(if odd { 20 } else { 50 });
        if place != "path" && is_left_out && (odd || parameter["required"] != true) {
            return;
        }
        let texts = if odd { vec![values.odd_text()] } else { texts(&values.fitting(&parameter["schema"])) };
        let pairs = texts.iter().map(|text| (name.to_owned(), text.clone()));
        match place {
            "path" => {
                let text = texts.first().map_or("", String::as_str);
                let encoded = utf8_percent_encode(if text.is_empty() { "a" } else { text }, NON_ALPHANUMERIC);
                self.path = self.path.replace(&format!("{{{name}}}"), &encoded.to_string());
            }
            "query" => self.query.extend(pairs),
            "header" => self.headers.extend(pairs.map(|(name, text)| (name, visible(&text)))),
            _ => self
                .cookies
                .extend(pairs.map(|(name, text)| (name, visible(&text).replace([';', ',', '"', ' '], "")))),
        }
    }

    fn request<'c>(&self, client: &'c TestClient) -> TestRequest<'c> {
        let mut request = client.request(self.method.clone(), &self.path);
        for (name, text) in &self.query {
            request = request.query(name, text);
        }
        for (name, text) in &self.headers {
            request = request.header(name, text);
        }
        for (name, text) in &self.cookies {
            request = request.cookie(name, text);
        }
        match &self.body {
            None => request,
            Some(PlannedBody::Json(text)) => request.body("application/json", text.clone()),
            Some(PlannedBody::Form(fields)) => request.form(fields.iter().map(|(name, text)| (name, text))),
            Some(PlannedBody::Multipart(fields)) => {
                request.multipart(fields.iter().fold(MultipartBody::new(), |form, (name, text, is_file)| {
                    if *is_file { form.file(name, "a.txt", text) } else { form.text(name, text) }
                }))
            }
            Some(PlannedBody::Text(text)) => request.body("text/plain", text.clone()),
            Some(PlannedBody::Bytes(text)) => request.body("application/octet-stream", text.clone()),
        }
    }
}

/// A body of a media type; `None` for one that is unknown here.
fn planned(values: &mut Values<'_>, media: &str, schema: &Value, odd: bool) -> Option<PlannedBody> {
    const BROKEN: [&str; 6] = ["", "{", "[1,", "nul", "\"\\ud800\"", "{\"a\":1,}"];
    match media {
        "application/json" => {
            if odd && values.random.chance(20) {
                return values.random.pick(&BROKEN).map(|text| PlannedBody::Json((*text).to_owned()));
            }
            let value = if odd { values.odd(schema) } else { values.fitting(schema) };
            Some(PlannedBody::Json(value.to_string()))
        }
        "application/x-www-form-urlencoded" => {
            let fields = fields(values, schema, odd);
            Some(PlannedBody::Form(fields.into_iter().map(|(name, text, _)| (name, text)).collect()))
        }
        "multipart/form-data" => Some(PlannedBody::Multipart(fields(values, schema, odd))),
        "text/plain" => Some(PlannedBody::Text(values.odd_text())),
        "application/octet-stream" => Some(PlannedBody::Bytes(values.odd_text())),
        _ => None,
    }
}

/// The fields of a form, and whether each is a file.
fn fields(values: &mut Values<'_>, schema: &Value, odd: bool) -> Vec<(String, String, bool)> {
    let value = if odd { values.odd(schema) } else { values.fitting(schema) };
    let target =
        schema["$ref"].as_str().and_then(|reference| values.document.pointer(reference.strip_prefix('#')?));
    let properties = &target.unwrap_or(schema)["properties"];
    let is_file = |name: &str| properties[name].to_string().contains("contentMediaType");
    let all = value.as_object().into_iter().flatten();
    all.flat_map(|(name, value)| {
        texts(value).into_iter().map(move |text| (name.clone(), text, is_file(name)))
    })
    .collect()
}

/// A value as the texts of a parameter: a list is the parameter several times, `null` is none.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        other => vec![other.to_string()],
    }
}

/// What a header can hold.
fn visible(text: &str) -> String {
    text.chars().filter(|c| matches!(c, ' '..='~')).collect()
}

/// The request, so that it can be sent again.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        let parts = [("query", &self.query), ("headers", &self.headers), ("cookies", &self.cookies)];
        for (what, pairs) in parts.into_iter().filter(|(_, pairs)| !pairs.is_empty()) {
            write!(f, ", {what} {pairs:?}")?;
        }
        match &self.body {
            None => Ok(()),
            Some(PlannedBody::Json(text)) => write!(f, ", JSON {text}"),
            Some(PlannedBody::Form(fields)) => write!(f, ", form {fields:?}"),
            Some(PlannedBody::Multipart(fields)) => {
                let fields: Vec<_> = fields.iter().map(|(name, text, _)| (name, text)).collect();
                write!(f, ", multipart {fields:?}")
            }
            Some(PlannedBody::Text(text) | PlannedBody::Bytes(text)) => write!(f, ", body {text:?}"),
        }
    }
}
