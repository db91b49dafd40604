use fastrs::prelude::*;

struct Items;

impl Items {
    #[get("/")]
    async fn read_item(&self) -> String {
        String::new()
    }
}

fn main() {}
