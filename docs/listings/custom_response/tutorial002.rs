use fastrs::prelude::*;

#[get("/items/")]
async fn read_items() -> Html<&'static str> {
    Html(
        "
    <html>
        <head>
            <title>Some HTML in here</title>
        </head>
        <body>
            <h1>Look ma! HTML!</h1>
        </body>
    </html>
    ",
    )
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
