use fastrs::prelude::*;

use crate::depends::{Desk, Guarded, Listing, Reader, Reports, RequireRole, UnitOfWork};

#[model]
pub struct WidgetNN {
    #[field(min_length = 1, max_length = 100)]
    name: String,
    description: Option<String>,
    #[field(gt = 0)]
    price: f64,
    #[field(ge = 0)]
    tax: Option<f64>,
    #[field(max_items = 20)]
    tags: Vec<String>,
    contact: Email,
}

/// All widgets.
#[get("/")]
async fn list_widgetNN(_role: Depends<RequireRole<Reader>>, listing: Depends<Listing>, q: Option<String>) -> Vec<WidgetNN> {
    let _ = (listing.paging.skip, listing.paging.limit, &listing.filter.0, q);
    Vec::new()
}

/// One more widget.
#[post("/", status = 201)]
async fn create_widgetNN(_work: Depends<UnitOfWork>, widget: WidgetNN) -> WidgetNN {
    widget
}

/// One widget.
#[get("/{id}")]
async fn read_widgetNN(_guarded: Depends<Guarded<Reports>>, _desk: Depends<Desk>, #[path(ge = 1)] id: u64) -> Result<WidgetNN, HttpError> {
    Err(HttpError::new(404, format!("no widget {id} (TOUCH)")))
}

/// Another widget in its place.
#[put("/{id}")]
async fn replace_widgetNN(_work: Depends<UnitOfWork>, #[path(ge = 1)] id: u64, widget: WidgetNN) -> WidgetNN {
    let _ = id;
    widget
}

/// No such widget any more.
#[delete("/{id}")]
async fn remove_widgetNN(_work: Depends<UnitOfWork>, #[path(ge = 1)] id: u64) -> NoContent {
    let _ = id;
    NoContent
}

pub fn router() -> Router {
    Router::new("/widgetNN").routes(routes![
        list_widgetNN,
        create_widgetNN,
        read_widgetNN,
        replace_widgetNN,
        remove_widgetNN
    ])
}
