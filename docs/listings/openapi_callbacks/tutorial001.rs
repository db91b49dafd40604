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

/// Takes an invoice, and sees to it that it is paid.
///
/// Once the money is there, `callback_url` gets a POST request that says so.
#[post("/invoices/", callbacks = [invoice_notification])]
async fn create_invoice(invoice: Invoice, callback_url: Option<Url>) -> Json<Value> {
    // Here the invoice would be sent, and later, when it has been paid, the notification.
    let _ = (invoice, callback_url);
    Json(json!({ "msg": "Invoice received" }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_invoice])
}
