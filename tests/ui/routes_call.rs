use fastrs::prelude::*;

#[get("/")]
async fn read_item() -> String {
    String::new()
}

fn main() {
    let _ = App::new("Items", "1.0.0").routes(routes![read_item()]);
}
