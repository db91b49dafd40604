//! An answer with a status of its own that is known when the program is compiled.

use http::StatusCode;

use super::{IntoResponse, Response};
use crate::describe::{ResponseDescription, Responses};

/// The answer `T` under the status `CODE`, whatever the operation declares; the document names it.
///
/// ```
/// use fastrs::prelude::*;
///
/// #[model(output)]
/// struct Message {
///     message: String,
/// }
///
/// #[get("/items/{item_id}")]
/// async fn read_item(item_id: u32) -> Result<String, Status<404, Message>> {
///     match item_id {
///         1 => Ok("a lamp".into()),
///         _ => Err(Status(Message { message: "Item not found".into() })),
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Status<const CODE: u16, T>(pub T);

impl<const CODE: u16, T> Status<CODE, T> {
    fn status() -> StatusCode {
        const { assert!(200 <= CODE && CODE <= 599, "an answer has a status between 200 and 599") }
        StatusCode::from_u16(CODE).unwrap_or_default()
    }
}

#[diagnostic::do_not_recommend]
impl<const CODE: u16, T: IntoResponse> IntoResponse for Status<CODE, T> {
    fn into_response(self, _: StatusCode) -> Response {
        self.0.into_response(Self::status())
    }

    fn describe(_: StatusCode, responses: &mut Responses) {
        let status = Self::status();
        let mut own = Responses::default();
        T::describe(status, &mut own);
        let phrase = status.canonical_reason().filter(|_| !status.is_success());
        for response in own.iter() {
            let description = match phrase {
                Some(phrase) if response.status == Some(status) => phrase.into(),
                _ => response.description.clone(),
            };
            responses.add(ResponseDescription { description, ..response.clone() });
        }
    }
}
