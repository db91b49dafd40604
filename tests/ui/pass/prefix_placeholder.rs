//! `#[path]` may take a placeholder of a router's prefix, which is known at start.
use fastrs::prelude::*;

#[get("/items")]
async fn items(#[path(ge = 1)] shop_id: u64) -> String {
    shop_id.to_string()
}

fn main() {
    let shop = Router::new("/shops/{shop_id}").routes(routes![items]);
    App::new("Shops", "1.0.0").include(shop).build().unwrap();
    assert!(App::new("Shops", "1.0.0").routes(routes![items]).build().is_err());
}
