//! One server-sent event.

use std::any::TypeId;
use std::borrow::Cow;
use std::marker::PhantomData;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use crate::body::BoxError;
use crate::json::WriteJson;
use crate::schema::SchemaOf;

/// A server-sent event whose data is a `T` in JSON.
///
/// ```
/// use fastrs::Event;
/// use std::time::Duration;
///
/// let event = Event::new(7).event("tick").id("1").retry(Duration::from_secs(5));
/// let silent: Event<i32> = Event::comment("still there");
/// let done = Event::text("[DONE]"); // text as it is, beside any JSON
/// ```
#[derive(Debug, Clone)]
pub struct Event<T = Value> {
    comment: Option<String>,
    event: Option<String>,
    data: Option<Data<T>>,
    id: Option<String>,
    retry: Option<Duration>,
}

#[derive(Debug, Clone)]
enum Data<T> {
    Json(T),
    Text(String),
}

impl<T> Event<T> {
    /// An event that carries `data`.
    pub fn new(data: T) -> Self {
        Self { data: Some(Data::Json(data)), ..Self::empty() }
    }

    /// A comment, which clients do not see.
    pub fn comment(text: impl Into<String>) -> Self {
        Self::empty().with_comment(text)
    }

    /// An event of a name without data.
    pub fn named(name: impl Into<String>) -> Self {
        Self::empty().event(name)
    }

    fn empty() -> Self {
        Self { comment: None, event: None, data: None, id: None, retry: None }
    }

    /// Adds a comment.
    #[must_use]
    pub fn with_comment(mut self, text: impl Into<String>) -> Self {
        self.comment = Some(text.into());
        self
    }

    /// Names the event; without a name it is a `message`.
    #[must_use]
    pub fn event(mut self, name: impl Into<String>) -> Self {
        self.event = Some(name.into());
        self
    }

    /// Sets the id, which a client that comes back sends as `Last-Event-ID`.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets how long a client waits before it comes back, to the millisecond.
    #[must_use]
    pub fn retry(mut self, after: Duration) -> Self {
        self.retry = Some(after);
        self
    }
}

impl Event<Value> {
    /// An event whose data is a text as it is, not JSON.
    pub fn text(text: impl Into<String>) -> Self {
        Self { data: Some(Data::Text(text.into())), ..Self::empty() }
    }
}

impl<T: WriteJson> Event<T> {
    fn write(&self) -> Result<Vec<u8>, BoxError> {
        let mut out = Vec::new();
        // An empty comment line is a comment too; a line break in a comment begins a further one.
        self.comment.iter().for_each(|comment| lines(comment).for_each(|line| push(&mut out, "", line)));
        if let Some(event) = &self.event {
            push(&mut out, "event", single_line("name", event)?);
        }
        match &self.data {
            Some(Data::Json(data)) => {
                // JSON has no line breaks of its own.
                out.extend_from_slice(b"data: ");
                data.write_json(&mut out)?;
                out.push(b'\n');
            }
            Some(Data::Text(text)) => lines(text).for_each(|line| push(&mut out, "data", line)),
            None => {}
        }
        if let Some(id) = &self.id {
            push(&mut out, "id", single_line("id", id)?);
        }
        if let Some(retry) = self.retry {
            push(&mut out, "retry", &retry.as_millis().to_string());
        }
        out.push(b'\n');
        Ok(out)
    }
}

fn push(out: &mut Vec<u8>, field: &str, value: &str) {
    out.extend_from_slice(field.as_bytes());
    out.extend_from_slice(b": ");
    out.extend_from_slice(value.as_bytes());
    out.push(b'\n');
}

/// The lines of a text, which end with CR LF, LF or CR alone.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

/// A text that must not begin a line of its own, where the next field would stand.
fn single_line<'t>(what: &str, text: &'t str) -> Result<&'t str, BoxError> {
    if text.contains(['\n', '\r', '\0']) {
        return Err(format!("the {what} of a server-sent event has a line break or a NUL in it").into());
    }
    Ok(text)
}

/// What a stream of events can be made of: [`Event`]s, values, or `Result`s of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no server-sent event",
    label = "neither an `Event<…>` nor a model",
    note = "put `#[model(output)]` on a type of yours, or make it an `Event`"
)]
pub trait SseItem {
    /// The text of the event.
    #[allow(clippy::missing_errors_doc, reason = "as `WriteJson`")]
    fn write(self) -> Result<Vec<u8>, BoxError>;

    /// The schema of the event.
    fn schema() -> SchemaOf;
}

impl<T: WriteJson + JsonSchema + 'static> SseItem for Event<T> {
    fn write(self) -> Result<Vec<u8>, BoxError> {
        Event::write(&self)
    }

    fn schema() -> SchemaOf {
        SchemaOf::new::<EventSchema<T, false>>()
    }
}

#[diagnostic::do_not_recommend]
impl<T: WriteJson + JsonSchema + 'static> SseItem for T {
    fn write(self) -> Result<Vec<u8>, BoxError> {
        Event::new(self).write()
    }

    fn schema() -> SchemaOf {
        SchemaOf::new::<EventSchema<T, true>>()
    }
}

#[diagnostic::do_not_recommend]
impl<I: SseItem, E: Into<BoxError>> SseItem for Result<I, E> {
    fn write(self) -> Result<Vec<u8>, BoxError> {
        self.map_err(Into::into)?.write()
    }

    fn schema() -> SchemaOf {
        I::schema()
    }
}

/// The schema of an event with data of type `T`, as FastAPI writes it. `ALWAYS`: no event is without data.
struct EventSchema<T, const ALWAYS: bool>(PhantomData<T>);

impl<T: JsonSchema + 'static, const ALWAYS: bool> JsonSchema for EventSchema<T, ALWAYS> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Event_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        // Free JSON may stand beside plain text, so no more than that it is text can be said.
        let free = TypeId::of::<T>() == TypeId::of::<Value>();
        let data = if free {
            json_schema!({ "type": "string" })
        } else {
            json_schema!({
                "type": "string",
                "contentMediaType": "application/json",
                "contentSchema": generator.subschema_for::<T>(),
            })
        };
        let mut schema = json_schema!({
            "type": "object",
            "properties": {
                "data": data,
                "event": { "type": "string" },
                "id": { "type": "string" },
                "retry": { "type": "integer", "minimum": 0 },
            },
        });
        if ALWAYS && !free {
            schema.insert("required".into(), ["data"].into_iter().collect());
        }
        schema
    }
}
