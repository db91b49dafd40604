use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::sql_databases::*;

#[fastrs::test]
async fn heroes_are_kept() {
    let client = TestClient::new(tutorial001::app());
    let hero = json!({ "name": "Dead Pond", "age": 30, "id": 999, "secret_name": "Dive Wilson" });
    assert_eq!(client.post("/heroes/").json(&hero).await.assert_ok().value(), hero);
    let second = client.post("/heroes/").json(&json!({ "name": "Rusty-Man", "secret_name": "Tommy" })).await;
    assert_eq!(second.value()["id"], 1000);
    let page = client.get("/heroes/?offset=1&limit=1").await.value();
    assert_eq!(page[0]["name"], "Rusty-Man");
    assert_eq!(client.delete("/heroes/999").await.value(), json!({ "ok": true }));
    client.get("/heroes/999").await.assert_status(404);
}
