//! Apps that let nobody in by mistake.

use super::checks::Checked;
use super::{App, Fault};

impl App {
    /// Asks of every operation to say who may call it: it takes a security scheme, itself or through a dependency, or it
    /// is `public`, by its attribute (`#[get("/health", public)]`) or by its router ([`Router::public`]).
    ///
    /// One that says neither is a fault, and the app does not start. A scheme that is optional lets everybody in: such an
    /// operation is `public`. What is mounted answers for itself.
    ///
    /// ```
    /// use fastrs::prelude::*;
    ///
    /// #[get("/health", public)]
    /// async fn health() -> &'static str { "well" }
    ///
    /// #[get("/invoices")]
    /// async fn invoices() -> &'static str { "oops" }
    ///
    /// let app = App::new("Shop", "1.0.0").routes(routes![health, invoices]).closed_by_default();
    /// let faults = app.build().unwrap_err();
    /// assert_eq!(faults.to_json()[0]["what"], "anybody may call `GET /invoices`, and nothing says that this is meant");
    /// ```
    ///
    /// [`Router::public`]: crate::Router::public
    #[must_use]
    pub fn closed_by_default(mut self) -> Self {
        self.closed_by_default = true;
        self
    }
}

pub(super) fn access(closed: bool, checked: &[Checked], faults: &mut Vec<Fault>) {
    for route in checked {
        let operation = route.description.operation;
        let is_public = operation.public || route.placed.public;
        let name = || format!("`{} {}`", operation.method, route.template.openapi());
        let mut fault = |what: String, help: &str| faults.push(Fault::new(what, Some(route.place()), help));
        let is_closed = route.description.security.iter().any(|scheme| !scheme.optional);
        if closed && !is_public && !is_closed {
            fault(
                format!("anybody may call {}, and nothing says that this is meant", name()),
                "take a security scheme, or a dependency that takes one, as an argument; or write `public` in the \
                 attribute, or `.public()` on its router",
            );
        }
        if operation.public && is_closed {
            fault(
                format!("{} says that it is `public`, and asks for credentials", name()),
                "take `public` out of the attribute, or the security scheme out of the arguments and `depends`",
            );
        }
    }
}
