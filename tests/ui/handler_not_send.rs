use fastrs::prelude::*;

#[get("/")]
async fn read_item() -> String {
    let counter = std::rc::Rc::new(1);
    std::future::ready(()).await;
    counter.to_string()
}

fn main() {}
