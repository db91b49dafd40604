use fastrs::http::header::HOST;
use fastrs::minijinja::context;
use fastrs::prelude::*;

const STATIC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/listings/templates/static");
const TEMPLATES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/listings/templates/templates");

#[get("/items/{id}")]
async fn read_item(
    id: String,
    headers: HeaderMap,
    templates: State<Templates>,
) -> Result<Html<String>, HttpError> {
    // Links in a page can do without it; FastAPI's `url_for` writes it.
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let origin = host.map(|host| format!("http://{host}"));
    let link = read_item::url(id.as_str());
    Ok(templates.render("item.html", context! { origin, link, id })?)
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0")
        .templates(TEMPLATES)
        .static_files("/static", StaticFiles::new(STATIC))
        .routes(routes![read_item])
}
