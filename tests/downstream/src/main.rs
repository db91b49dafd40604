//! An application whose manifest names `fastrs` and nothing else: every macro must reach serde, schemars and tokio
//! through it.

use std::fmt;

use fastrs::prelude::*;

#[model(rename_all = "camelCase", partial = ItemPatch)]
#[derive(Debug, Clone, PartialEq)]
struct Item {
    #[field(min_length = 1, max_length = 100, example = "Laptop")]
    item_name: String,
    #[field(gt = 0)]
    price: f64,
    #[field(default, max_items = 20, unique_items)]
    tags: Vec<Tag>,
    kind: Kind,
    shape: Option<Shape>,
}

#[model]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Tag(#[field(min_length = 1, pattern = "^[a-z]+$")] String);

#[model(rename_all = "lowercase")]
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Laptop,
    Phone,
}

#[model(tag = "type")]
#[derive(Debug, Clone, PartialEq)]
enum Shape {
    Circle {
        #[field(gt = 0)]
        r: f64,
    },
    Square {
        side: f64,
    },
}

#[model(output)]
struct Page<T> {
    items: Vec<T>,
    total: u64,
}

#[derive(Debug, ApiError)]
enum ItemError {
    #[status(404)]
    NotFound,
}

impl fmt::Display for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("Item not found"),
        }
    }
}

impl std::error::Error for ItemError {}

struct Paging(u32);

#[dependency]
async fn paging(#[query(default = 10, le = 100)] limit: u32) -> Paging {
    Paging(limit)
}

#[get("/items")]
async fn list(paging: Depends<Paging>, kind: Option<Kind>, shop: State<String>) -> Page<Item> {
    let _ = (paging.0, kind, shop.len());
    Page { items: Vec::new(), total: 0 }
}

#[post("/items", status = 201)]
async fn create(item: Item) -> Item {
    item
}

#[patch("/items/{item_id}")]
async fn change(item_id: u64, patch: ItemPatch) -> Result<Item, ItemError> {
    if item_id == 404 {
        return Err(ItemError::NotFound);
    }
    let (item_name, kind) = ("old".to_owned(), Kind::Phone);
    let mut item = Item { item_name, price: 1.0, tags: Vec::new(), kind, shape: None };
    patch.apply(&mut item);
    Ok(item)
}

#[post("/login")]
async fn login(#[form] username: String, #[form] password: Secret<String>) -> String {
    format!("{username} {}", password.expose().len())
}

fn app() -> App {
    App::new("Downstream", "1.0.0").state("shop".to_owned()).routes(routes![list, create, change, login])
}

#[fastrs::main]
async fn main() -> fastrs::Result<()> {
    app().serve("127.0.0.1:8000").await
}

#[cfg(test)]
mod tests {
    use fastrs::serde_json::json;
    use fastrs::testing::TestClient;

    use super::*;

    #[fastrs::test]
    async fn everything_works_with_one_dependency() {
        let client = TestClient::new(app());
        client.get("/items?kind=phone").await.assert_status(200);
        let item = json!({ "itemName": "a", "price": 1.5, "tags": ["x"], "kind": "laptop", "shape": { "type": "Circle", "r": 1.0 } });
        assert_eq!(client.post("/items").json(&item).await.assert_status(201).value(), item);
        let bad = json!({ "itemName": "", "price": 0, "tags": ["X", ""], "kind": "tv", "shape": { "type": "Oval" } });
        let errors = client.post("/items").json(&bad).await.assert_status(422).value();
        assert_eq!(errors["detail"].as_array().unwrap().len(), 6);
        let changed =
            client.patch("/items/1").json(&json!({ "price": 2.5 })).await.assert_status(200).value();
        assert_eq!((&changed["itemName"], &changed["price"]), (&json!("old"), &json!(2.5)));
        client.patch("/items/404").json(&json!({})).await.assert_status(404);
        let text = client.post("/login").form([("username", "ann"), ("password", "four")]).await.text();
        assert_eq!(text, "ann 4");
    }

    #[fastrs::test]
    async fn a_handler_is_a_plain_function() {
        let page = list(Paging(1).into(), None, "shop".to_owned().into()).await;
        assert_eq!(page.total, 0);
    }
}
