use fastrs::prelude::*;

#[get("/items/")]
async fn read_items() -> Html<&'static str> {
    Html("<h1>Items</h1><p>This is a list of items.</p>")
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
