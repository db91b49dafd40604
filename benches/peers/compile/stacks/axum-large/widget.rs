use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum_valid::Garde;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::depends::{Desk, Filter, Guarded, Listing, Paging, Reader, Reports, RequireRole, Tenant, UnitOfWork};

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

#[derive(Deserialize, IntoParams)]
struct QueryNN {
    q: Option<String>,
}

#[derive(Deserialize, Validate, IntoParams)]
struct IdNN {
    #[garde(range(min = 1))]
    #[param(minimum = 1)]
    id: u64,
}

/// All widgets.
#[utoipa::path(get, path = "/", params(("x-tenant" = Option<String>, Header), Paging, Filter, QueryNN), security(("bearer" = [])), responses((status = 200, body = [WidgetNN]), (status = 401), (status = 403)))]
async fn list_widgetNN(_role: RequireRole<Reader>, listing: Listing, _tenant: Tenant, Query(query): Query<QueryNN>) -> Json<Vec<WidgetNN>> {
    let _ = (listing.paging.skip, listing.paging.limit, listing.filter.name, query.q);
    Json(Vec::new())
}

/// One more widget.
#[utoipa::path(post, path = "/", params(("x-tenant" = Option<String>, Header), ("x-request-name" = Option<String>, Header)), security(("bearer" = [])), request_body = WidgetNN, responses((status = 201, body = WidgetNN), (status = 401), (status = 403)))]
async fn create_widgetNN(_work: UnitOfWork, _tenant: Tenant, Garde(Json(widget)): Garde<Json<WidgetNN>>) -> (StatusCode, Json<WidgetNN>) {
    (StatusCode::CREATED, Json(widget))
}

/// One widget.
#[utoipa::path(get, path = "/{id}", params(("x-tenant" = Option<String>, Header), ("x-request-name" = Option<String>, Header), ("x-locale" = Option<String>, Header), IdNN), security(("bearer" = [])), responses((status = 200, body = WidgetNN), (status = 404), (status = 401), (status = 403)))]
async fn read_widgetNN(_guarded: Guarded<Reports>, _desk: Desk, _tenant: Tenant, Garde(Path(IdNN { id })): Garde<Path<IdNN>>) -> Result<Json<WidgetNN>, (StatusCode, String)> {
    Err((StatusCode::NOT_FOUND, format!("no widget {id} (TOUCH)")))
}

/// Another widget in its place.
#[utoipa::path(put, path = "/{id}", params(("x-tenant" = Option<String>, Header), ("x-request-name" = Option<String>, Header), IdNN), security(("bearer" = [])), request_body = WidgetNN, responses((status = 200, body = WidgetNN), (status = 401), (status = 403)))]
async fn replace_widgetNN(
    _work: UnitOfWork,
    _tenant: Tenant,
    Garde(Path(IdNN { id })): Garde<Path<IdNN>>,
    Garde(Json(widget)): Garde<Json<WidgetNN>>,
) -> Json<WidgetNN> {
    let _ = id;
    Json(widget)
}

/// No such widget any more.
#[utoipa::path(delete, path = "/{id}", params(("x-tenant" = Option<String>, Header), ("x-request-name" = Option<String>, Header), IdNN), security(("bearer" = [])), responses((status = 204), (status = 401), (status = 403)))]
async fn remove_widgetNN(_work: UnitOfWork, _tenant: Tenant, Garde(Path(IdNN { id })): Garde<Path<IdNN>>) -> StatusCode {
    let _ = id;
    StatusCode::NO_CONTENT
}

pub fn router() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list_widgetNN, create_widgetNN))
        .routes(routes!(read_widgetNN, replace_widgetNN, remove_widgetNN))
}
