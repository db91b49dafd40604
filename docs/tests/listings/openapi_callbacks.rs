use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::openapi_callbacks::*;

#[fastrs::test]
async fn the_callback_stands_in_its_operation() {
    let client = TestClient::new(tutorial001::app());
    let operation = &client.openapi()["paths"]["/invoices/"]["post"];
    let callback = &operation["callbacks"]["invoice_notification"];
    let sent = &callback["{$callback_url}/invoices/{$request.body.id}"]["post"];
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    assert_eq!(sent["requestBody"]["content"]["application/json"]["schema"], reference("InvoiceEvent"));
    let answer = &sent["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(*answer, reference("InvoiceEventReceived"));
    assert!(client.openapi()["components"]["schemas"]["InvoiceEventReceived"].is_object());
}

#[fastrs::test]
async fn the_address_is_checked() {
    let client = TestClient::new(tutorial001::app());
    let invoice = json!({ "id": "7", "customer": "Ann", "total": 9.5 });
    let url = "/invoices/?callback_url=https%3A%2F%2Fexample.com";
    let answer: Value = client.post(url).json(&invoice).await.assert_ok().json();
    assert_eq!(answer, json!({ "msg": "Invoice received" }));
    client.post("/invoices/?callback_url=here").json(&invoice).await.assert_status(422);
}
