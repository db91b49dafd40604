//! What an app says of itself in its document.

use serde::Serialize;
use serde_json::{Value, json};

use super::App;
use crate::describe::{ExternalDocs, Operation};
use crate::endpoint::Route;
use crate::openapi::Server;

impl App {
    /// Describes the app in a sentence.
    #[must_use]
    pub fn summary(mut self, summary: impl Into<String>) -> Self {
        self.metadata.summary = Some(summary.into());
        self
    }

    /// Describes the app, in Markdown.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.metadata.description = Some(description.into());
        self
    }

    /// Names the address of the terms of service.
    #[must_use]
    pub fn terms_of_service(mut self, url: impl Into<String>) -> Self {
        self.metadata.terms_of_service = Some(url.into());
        self
    }

    /// Names whom to ask: a name, an address of the web, an address of mail.
    #[must_use]
    pub fn contact(mut self, name: &str, url: &str, email: &str) -> Self {
        let pairs = [("name", name), ("url", url), ("email", email)];
        let contact = pairs.into_iter().filter(|(_, text)| !text.is_empty());
        self.metadata.contact =
            Some(contact.map(|(key, text)| (key.to_owned(), Value::from(text))).collect());
        self
    }

    /// Names the licence and the address of its text.
    #[must_use]
    pub fn license_url(mut self, name: &str, url: &str) -> Self {
        self.metadata.license = Some(json!({ "name": name, "url": url }));
        self
    }

    /// Names the licence, by its SPDX expression.
    #[must_use]
    pub fn license(mut self, expression: &str) -> Self {
        self.metadata.license = Some(json!({ "name": expression, "identifier": expression }));
        self
    }

    /// Describes a tag. Tags are shown in the order in which they are described.
    #[must_use]
    pub fn tag(mut self, name: impl Serialize, description: &str) -> Self {
        self.metadata.tag(name)["description"] = description.into();
        self
    }

    /// Names the page that says more of a tag.
    #[must_use]
    pub fn tag_external_docs(mut self, name: impl Serialize, docs: impl Into<ExternalDocs>) -> Self {
        self.metadata.tag(name)["externalDocs"] = docs.into().to_value();
        self
    }

    /// Names the page that says more of the app.
    #[must_use]
    pub fn external_docs(mut self, docs: impl Into<ExternalDocs>) -> Self {
        self.metadata.external_docs = Some(docs.into().to_value());
        self
    }

    /// Names an address at which the app is reached: a text, or a [`Server`] with a description.
    #[must_use]
    pub fn server(mut self, server: impl Into<Server>) -> Self {
        self.metadata.servers.push(server.into().to_value());
        self
    }

    /// Makes the ids of the operations that name none, in place of FastAPI's (name, path and method).
    ///
    /// Generated clients call their functions by these ids, so short ones are worth having:
    ///
    /// ```
    /// use fastrs::prelude::*;
    ///
    /// #[get("/items", tags = ["items"])]
    /// async fn read_items() {}
    ///
    /// let app = App::new("Shop", "1.0.0")
    ///     .operation_ids(|operation| format!("{}-{}", operation.tags.join("-"), operation.name))
    ///     .routes(routes![read_items])
    ///     .build()
    ///     .unwrap();
    /// assert_eq!(app.openapi()["paths"]["/items"]["get"]["operationId"], "items-read_items");
    /// ```
    #[must_use]
    pub fn operation_ids(mut self, make: impl Fn(Operation<'_>) -> String + Send + Sync + 'static) -> Self {
        self.operation_ids = Some(Box::new(make));
        self
    }

    /// Describes requests that the app sends to its users: functions without a body, under names in place of paths.
    ///
    /// ```
    /// use fastrs::prelude::*;
    ///
    /// #[model]
    /// struct Subscription { username: String }
    ///
    /// /// Sent when somebody subscribes.
    /// #[post("new-subscription")]
    /// async fn new_subscription(body: Subscription);
    ///
    /// let app = App::new("News", "1.0.0").webhooks(routes![new_subscription]).build().unwrap();
    /// assert!(app.openapi()["webhooks"]["new-subscription"]["post"].is_object());
    /// ```
    #[must_use]
    pub fn webhooks(mut self, webhooks: impl IntoIterator<Item = Route>) -> Self {
        self.webhooks.extend(webhooks);
        self
    }

    /// Edits the document, once, when the app is built.
    ///
    /// ```
    /// use fastrs::prelude::*;
    ///
    /// let app = App::new("Shop", "1.0.0")
    ///     .openapi(|document| document["info"]["x-logo"]["url"] = "https://example.com/logo.png".into())
    ///     .build()
    ///     .unwrap();
    /// assert_eq!(app.openapi()["info"]["x-logo"]["url"], "https://example.com/logo.png");
    /// ```
    #[must_use]
    pub fn openapi(mut self, edit: impl FnOnce(&mut Value) + Send + 'static) -> Self {
        self.edits.push(Box::new(edit));
        self
    }

    /// Sets whether a model that is not the same both ways has two schemas, `Item-Input` and `Item-Output` (it has,
    /// unless set). With one, the document says of both what must be sent.
    #[must_use]
    pub fn separate_input_output_schemas(mut self, separate: bool) -> Self {
        self.metadata.separate_schemas = separate;
        self
    }
}
