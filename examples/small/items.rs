//! One endpoint with everything: path, query, header, token, nested body, typed errors.
//! `cargo run --example items`

use fastrs::prelude::*;

#[model(rename_all = "camelCase")]
struct Item {
    #[field(min_length = 1, max_length = 80)]
    item_name: String,
    dims: Dims,
}

#[model]
struct Dims {
    #[field(ge = 1)]
    w: u32,
    #[field(ge = 1)]
    h: u32,
}

#[derive(Debug, thiserror::Error, ApiError)]
enum ItemError {
    #[error("Item {0} not found")]
    #[status(404)]
    NotFound(u64),
    #[error("Name already taken")]
    #[status(409)]
    NameTaken,
}

/// Change an item.
#[patch("/items/{id}")]
async fn change_item(
    #[path(ge = 1)] id: u64,
    #[query(min_length = 3, max_length = 50)] q: Option<String>,
    #[header] x_request_tag: String,
    _token: fastrs::security::HttpBearer,
    item: Item,
) -> Result<Item, ItemError> {
    if q.as_ref() == Some(&x_request_tag) {
        return Err(ItemError::NameTaken);
    }
    (id < 1000).then_some(item).ok_or(ItemError::NotFound(id))
}

#[fastrs::main]
async fn main() -> fastrs::Result<()> {
    App::new("Items", "1.0.0").routes(routes![change_item]).serve("127.0.0.1:8000").await
}

#[cfg(test)]
mod tests {
    use fastrs::testing::TestClient;
    use serde_json::json;

    use super::*;

    #[fastrs::test]
    async fn six_faults_are_six_errors() {
        let client = TestClient::new(App::new("Items", "1.0.0").routes(routes![change_item]));
        let body = json!({ "itemName": "", "dims": { "w": 0, "h": "2" } });
        let response = client.patch("/items/0?q=ab").bearer("token").json(&body).await.assert_status(422);
        assert_eq!(response.value()["detail"].as_array().unwrap().len(), 6);
    }
}
