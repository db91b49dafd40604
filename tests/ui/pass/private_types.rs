//! Nothing that a handler names must be public, whatever its own visibility.
use fastrs::prelude::*;

mod items {
    use fastrs::prelude::*;

    #[model]
    struct Item {
        name: String,
    }

    struct Store;

    #[dependency]
    async fn store() -> Store {
        Store
    }

    #[derive(Debug, thiserror::Error, ApiError)]
    enum ItemError {
        #[error("Name already taken")]
        #[status(409)]
        NameTaken,
    }

    #[post("/items")]
    async fn create(item: Item, _store: Depends<Store>) -> Result<Item, ItemError> {
        if item.name.is_empty() { Err(ItemError::NameTaken) } else { Ok(item) }
    }

    pub fn router() -> Router {
        Router::new("").routes(routes![create])
    }
}

fn main() {
    App::new("Items", "1.0.0").include(items::router()).build().unwrap();
}
