//! JSON Lines: one value per line, written as it comes.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;
use schemars::JsonSchema;

use super::item::{TryItem, streamed};
use super::{IntoResponse, Response};
use crate::body::{BoxError, Pieces};
use crate::describe::{ResponseDescription, Responses};
use crate::json::WriteJson;
use crate::schema::SchemaOf;

/// A stream of values as `application/jsonl`: each is a line of JSON, sent when the stream gives it.
///
/// The items are values or `Result`s of them. An error is logged and breaks the connection off, so that the client
/// can tell a broken stream from a whole one.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::testing::TestClient;
///
/// #[model(output)]
/// struct Row {
///     id: u32,
/// }
///
/// #[get("/rows")]
/// async fn rows() -> JsonLines<impl Stream<Item = Row>> {
///     JsonLines(tokio_stream::iter([Row { id: 1 }, Row { id: 2 }]))
/// }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let client = TestClient::new(App::new("Rows", "1.0.0").routes(routes![rows]));
/// assert_eq!(client.get("/rows").await.text(), "{\"id\":1}\n{\"id\":2}\n");
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct JsonLines<S>(pub S);

const MEDIA_TYPE: &str = "application/jsonl";

#[diagnostic::do_not_recommend]
impl<S> IntoResponse for JsonLines<S>
where
    S: Stream<Item: TryItem<Item: WriteJson + JsonSchema>> + Send + 'static,
{
    fn into_response(self, success: StatusCode) -> Response {
        streamed(success, MEDIA_TYPE, Lines { stream: self.0 })
    }

    fn describe(success: StatusCode, responses: &mut Responses) {
        let item = SchemaOf::new::<<S::Item as TryItem>::Item>();
        responses.add(ResponseDescription::success(success).with_items(MEDIA_TYPE, item));
    }
}

pin_project_lite::pin_project! {
    struct Lines<S> { #[pin] stream: S }
}

impl<S: Stream<Item: TryItem<Item: WriteJson>>> Pieces for Lines<S> {
    fn poll_piece(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        let item = ready!(self.project().stream.poll_next(cx));
        Poll::Ready(item.map(|item| line(&item.into_item()?)))
    }
}

fn line<T: WriteJson>(item: &T) -> Result<Bytes, BoxError> {
    let mut line = Vec::new();
    item.write_json(&mut line)?;
    line.push(b'\n');
    Ok(line.into())
}
