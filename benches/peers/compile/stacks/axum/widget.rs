use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum_valid::Garde;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

#[derive(Serialize, Deserialize, Validate, ToSchema)]
pub struct WidgetNN {
    #[garde(length(chars, min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    #[garde(skip)]
    description: Option<String>,
    #[garde(range(min = f64::MIN_POSITIVE))]
    #[schema(exclusive_minimum = 0.0)]
    price: f64,
    #[garde(range(min = 0.0))]
    #[schema(minimum = 0.0)]
    tax: Option<f64>,
    #[garde(length(max = 20))]
    #[schema(max_items = 20)]
    tags: Vec<String>,
    #[garde(email)]
    #[schema(format = "email")]
    contact: String,
}

#[derive(Deserialize, Validate, IntoParams)]
struct FilterNN {
    #[garde(range(min = 1, max = 100))]
    #[param(minimum = 1, maximum = 100)]
    #[serde(default = "ten")]
    limit: u32,
    #[garde(skip)]
    q: Option<String>,
}

fn ten() -> u32 {
    10
}

#[derive(Deserialize, Validate, IntoParams)]
struct IdNN {
    #[garde(range(min = 1))]
    #[param(minimum = 1)]
    id: u64,
}

/// All widgets.
#[utoipa::path(get, path = "/", params(FilterNN), responses((status = 200, body = [WidgetNN])))]
async fn list_widgetNN(Garde(Query(filter)): Garde<Query<FilterNN>>) -> Json<Vec<WidgetNN>> {
    let _ = (filter.limit, filter.q);
    Json(Vec::new())
}

/// One more widget.
#[utoipa::path(post, path = "/", request_body = WidgetNN, responses((status = 201, body = WidgetNN)))]
async fn create_widgetNN(Garde(Json(widget)): Garde<Json<WidgetNN>>) -> (StatusCode, Json<WidgetNN>) {
    (StatusCode::CREATED, Json(widget))
}

/// One widget.
#[utoipa::path(get, path = "/{id}", params(IdNN), responses((status = 200, body = WidgetNN), (status = 404)))]
async fn read_widgetNN(Garde(Path(IdNN { id })): Garde<Path<IdNN>>) -> Result<Json<WidgetNN>, (StatusCode, String)> {
    Err((StatusCode::NOT_FOUND, format!("no widget {id} (TOUCH)")))
}

/// Another widget in its place.
#[utoipa::path(put, path = "/{id}", params(IdNN), request_body = WidgetNN, responses((status = 200, body = WidgetNN)))]
async fn replace_widgetNN(
    Garde(Path(IdNN { id })): Garde<Path<IdNN>>,
    Garde(Json(widget)): Garde<Json<WidgetNN>>,
) -> Json<WidgetNN> {
    let _ = id;
    Json(widget)
}

/// No such widget any more.
#[utoipa::path(delete, path = "/{id}", params(IdNN), responses((status = 204)))]
async fn remove_widgetNN(Garde(Path(IdNN { id })): Garde<Path<IdNN>>) -> StatusCode {
    let _ = id;
    StatusCode::NO_CONTENT
}

pub fn router() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list_widgetNN, create_widgetNN))
        .routes(routes!(read_widgetNN, replace_widgetNN, remove_widgetNN))
}
