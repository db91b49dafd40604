use fastrs::minijinja::context;
use fastrs::prelude::*;

const STATIC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/listings/templates/static");
const TEMPLATES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/listings/templates/templates");

#[get("/items/{id}")]
async fn read_item(
    id: String,
    base: BaseUrl,
    templates: State<Templates>,
) -> Result<Html<String>, HttpError> {
    // The compiler knows the address of every handler; no name is looked up when the page is made.
    let link = read_item::url(id.as_str());
    Ok(templates.render("item.html", context! { base => &*base, link, id })?)
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0")
        .templates(TEMPLATES)
        .static_files("/static", StaticFiles::new(STATIC))
        .routes(routes![read_item])
}
