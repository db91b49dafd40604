use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};
use url::Url;

#[model]
struct Invoice {
    id: String,
    title: Option<String>,
    customer: String,
    total: f64,
}

#[model]
struct InvoiceEvent {
    description: String,
    paid: bool,
}

#[model]
struct InvoiceEventReceived {
    ok: bool,
}

/// The request that this API sends when the invoice has been paid.
#[post("{$callback_url}/invoices/{$request.body.id}")]
async fn invoice_notification(body: InvoiceEvent) -> InvoiceEventReceived;

/// Create an invoice.
///
/// This will (let's imagine) let the API user (some external developer) create an
/// invoice.
///
/// And this path operation will:
///
/// * Send the invoice to the client.
/// * Collect the money from the client.
/// * Send a notification back to the API user (the external developer), as a callback.
///     * At this point is that the API will somehow send a POST request to the
///       external API with the notification of the invoice event
///       (e.g. "payment successful").
#[post("/invoices/", callbacks = [invoice_notification])]
async fn create_invoice(invoice: Invoice, callback_url: Option<Url>) -> Json<Value> {
    // Here the invoice would be sent, and later, when it has been paid, the notification.
    let _ = (invoice, callback_url);
    Json(json!({ "msg": "Invoice received" }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_invoice])
}
