use fastrs::prelude::*;

/// An ordinary function: the page is made apart from the handler.
fn generate_html_response() -> Html<String> {
    let title = "Look ma! HTML!";
    Html(format!(
        "
    <html>
        <head>
            <title>Some HTML in here</title>
        </head>
        <body>
            <h1>{title}</h1>
        </body>
    </html>
    "
    ))
}

#[get("/items/")]
async fn read_items() -> Html<String> {
    generate_html_response()
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
